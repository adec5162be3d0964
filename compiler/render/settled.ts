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

const NAME = String.raw`(?:[#$\w]+|'[^'\\]+'|\[key: string\])`;

const PLAIN: readonly RegExp[] = [
  /^(?:export (?:interface|class) \w+(?: extends \w+)? \{\}?|\}|)$/,
  // A member of an interface or a field of a class, on one line or several.
  new RegExp(String.raw`^  (?:readonly )?${NAME}\??: (?:${TYPE};|\{)$`),
  new RegExp(String.raw`^    \w+\??: ${TYPE};$`),
  /^ {2}\};$/,
  new RegExp(String.raw`^export type \w+ = ${TYPE};$`),
  // The signature of a method, and a statement in it.
  /^ {2}\w+\([\w :?,|<>={}]*\)(?:: Promise<[\w| ]+>)? \{$/,
  /^ {2}\w+\($/,
  /^ {4}\w+\??: [\w |]+(?: = (?:\{\}|null))?,$/,
  /^ {2}\): Promise<[\w| ]+> \{$/,
  /^ {4}(?:return )?[\w.#' /(),=]+;$/,
  /^ {2}\}$/,
];
