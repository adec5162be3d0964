import { STYLE } from './style.js';

/**
 * True if a printed statement is laid out already as prettier would do it. Most are: lists of short
 * members. Formatting only the rest halves the time that a compilation takes.
 */
export function isSettled(statement: string): boolean {
  return statement
    .split('\n')
    .every((line) => COMMENT.test(line) || (line.length <= STYLE.printWidth && isPlain(line)));
}

const COMMENT = /^ *(?:\/\*\*(?:.*\*\/)?|\* .*|\*|\*\/)$/;

function isPlain(line: string): boolean {
  return PLAIN.some((form) => form.test(line));
}

/** A type that stays on its line: no object with members of its own, nothing escaped. */
const TYPE = String.raw`(?:[^{}\\\n]|\{ \[key: string\]: [^{}\\\n]+ \}|\{ [^{}\\\n]+ \})+`;

const PLAIN: readonly RegExp[] = [
  /^(?:export (?:interface|class) \w+(?: extends \w+)? \{\}?|\}|)$/,
  // A member of an interface or a field of a class.
  new RegExp(String.raw`^  (?:readonly )?(?:[#$\w]+|'[^'\\]+'|\[key: string\])\??: ${TYPE};$`),
  new RegExp(String.raw`^export type \w+ = ${TYPE};$`),
  // A method of one line, or the constructor of a namespace.
  /^ {2}\w+\([\w :?,|<>='{}]*\)(?:: Promise<[\w| ]+>)? \{$/,
  /^ {4}(?:return )?[\w.#' /(),=]+;$/,
  /^ {2}\}$/,
];
