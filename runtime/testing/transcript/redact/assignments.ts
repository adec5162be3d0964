import { isCount } from './names.js';
import type { Span } from './spans.js';
import { isExpression, isPath, isStandIn, isWord } from './words.js';

/**
 * A name with something after it: a line of a file of variables, a header, an option of a command, a
 * property in JSON, perhaps in JSON that is a text itself.
 */
const named =
  /(?<![\w-])(-{0,2})([A-Za-z_][\w-]{0,127})(?:\\{0,7}["'`]?([ \t]{0,8}(?::=|=>|[:=](?![:=]))[ \t]{0,8})|[ \t]{1,4}(?=[^\s-]))/g;

const quote = /\\{0,7}["'`]/y;
const bareValue = /[^\s"'`\\,;&()<>{}[\]]{1,8192}/y;
const longestQuoted = 8192;

/** Where the values of names that hold secrets stand. */
export function assignedSecrets(text: string, isSecret: (name: string) => boolean): Span[] {
  const spans: Span[] = [];
  named.lastIndex = 0;
  for (let found = named.exec(text); found; found = named.exec(text)) {
    const [, dashes = '', name = '', separator] = found;
    // Only an option may have its value after a mere space.
    if ((separator === undefined && dashes.length < 2) || !isSecret(name)) continue;
    const value = valueAt(text, named.lastIndex);
    if (!value || text[value.to] === '(') continue;
    const written = text.slice(value.from, value.to);
    const inQuery = separator === '=' && /[?&]/.test(text[found.index - 1] ?? ' ');
    const isTight = separator === undefined || separator === '=';
    if (!(inQuery ? !isStandIn(written) : looksSecret(name, written, value.quoted, isTight)))
      continue;
    spans.push({ from: value.from, to: value.to });
    named.lastIndex = value.to;
  }
  return spans;
}

interface Value extends Span {
  readonly quoted: boolean;
}

function valueAt(text: string, at: number): Value | undefined {
  quote.lastIndex = at;
  const mark = quote.exec(text)?.[0];
  if (mark !== undefined) {
    const from = at + mark.length;
    const to = closing(text, from, mark);
    if (to !== undefined) return { from, to, quoted: true };
  }
  bareValue.lastIndex = at + (mark?.length ?? 0);
  const bare = bareValue.exec(text);
  return bare ? { from: bare.index, to: bareValue.lastIndex, quoted: false } : undefined;
}

/** Where a quoted text ends. Marks inside it have more backslashes than those around it. */
function closing(text: string, from: number, mark: string): number | undefined {
  const own = mark.length - 1;
  const line = text.slice(from, from + longestQuoted);
  let backslashes = 0;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === '\n') return undefined;
    if (character === '\\') {
      backslashes++;
      continue;
    }
    const more = backslashes - own;
    if (character === mark[own] && more >= 0 && more % (2 * (own + 1)) === 0) {
      return from + index - own;
    }
    backslashes = 0;
  }
  return undefined;
}

/**
 * Whether what a telling name holds is a secret, and not a remark, a reference, or program text.
 *
 * @param isTight Whether nothing but `=` stands between the two, as in files of variables.
 */
function looksSecret(name: string, value: string, isQuoted: boolean, isTight: boolean): boolean {
  if (value === '' || value === name || isStandIn(value) || isCount(name, value)) return false;
  if (isPath(value) && /pwd$/i.test(name)) return false;
  if (isQuoted) return value.length >= 8 || !isWord(value);
  if (isExpression(value)) return false;
  if (/^[A-Za-z]+$/.test(value)) return value.length >= (isTight ? 6 : 24);
  return !isWord(value) && value.length >= 4;
}
