import { isCount } from './names.js';
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

/** A text without the values of names that hold secrets. */
export function withoutAssigned(
  text: string,
  isSecret: (name: string) => boolean,
  placeholder: string,
): string {
  let clean = '';
  let done = 0;
  named.lastIndex = 0;
  for (let found = named.exec(text); found; found = named.exec(text)) {
    const [, dashes = '', name = '', separator] = found;
    const at = named.lastIndex;
    // Only an option may have its value after a mere space.
    if ((separator === undefined && dashes.length < 2) || !isSecret(name)) continue;
    const value = valueAt(text, at);
    if (!value) continue;
    const { from, to, quoted } = value;
    const isTight = separator === undefined || separator === '=';
    const isCalled = text[to] === '(';
    if (isCalled || !looksSecret(name, text.slice(from, to), quoted || isTight, quoted)) continue;
    clean += text.slice(done, from) + placeholder;
    done = to;
    named.lastIndex = to;
  }
  return done === 0 ? text : clean + text.slice(done);
}

interface Value {
  readonly from: number;
  readonly to: number;
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

/** Whether what a telling name holds is a secret, and not a remark, a reference, or program text. */
function looksSecret(name: string, value: string, isValue: boolean, isQuoted: boolean): boolean {
  if (value === '' || value === name || isStandIn(value) || isCount(name, value)) return false;
  if (isPath(value) && /pwd$/i.test(name)) return false;
  if (isQuoted) return value.length >= 8 || !isWord(value);
  if (isExpression(value)) return false;
  if (/^[A-Za-z]+$/.test(value)) return isValue ? value.length >= 8 : value.length >= 24;
  return !isWord(value) && value.length >= 4;
}
