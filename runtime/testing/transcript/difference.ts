import { holdsBase64, textOfBase64 } from './redact/base64.js';
import { piecesAround } from './redact/redacted.js';

/** The first place where two JSON values differ. */
export interface Difference {
  /** JSON pointer. */
  readonly pointer: string;
  /** What stands there, as JSON; undefined if nothing does. */
  readonly recorded: string | undefined;
  readonly sent: string | undefined;
}

/**
 * How what was sent differs from what was recorded; undefined if it does not. What was redacted may
 * be any text, and the places named in `ignore` (and what is below them) anything.
 */
export function difference(
  recorded: unknown,
  sent: unknown,
  ignore: ReadonlySet<string> = new Set(),
  pointer = '',
): Difference | undefined {
  if (recorded === sent || ignore.has(pointer)) return undefined;
  if (typeof recorded === 'string' && typeof sent === 'string') {
    if (fits(recorded, sent) || (holdsBase64(pointer) && fitsInside(recorded, sent))) {
      return undefined;
    }
  }
  const keys = commonKeys(recorded, sent);
  if (!keys) return { pointer, recorded: shown(recorded), sent: shown(sent) };
  for (const key of keys) {
    const below = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const found = difference(member(recorded, key), member(sent, key), ignore, below);
    if (found) return found;
  }
  return undefined;
}

/** The keys of two objects or two arrays; undefined for values of different kinds. */
function commonKeys(a: unknown, b: unknown): Iterable<string> | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return undefined;
  if (Array.isArray(a) !== Array.isArray(b)) return undefined;
  return new Set([...Object.keys(a), ...Object.keys(b)]);
}

function member(value: unknown, key: string): unknown {
  return Object.hasOwn(value as object, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function fits(recorded: string, sent: string): boolean {
  const pieces = piecesAround(recorded);
  if (!pieces) return false;
  const [first = '', ...rest] = pieces;
  if (!sent.startsWith(first)) return false;
  let position = first.length;
  for (const [index, piece] of rest.entries()) {
    if (index === rest.length - 1) {
      return sent.endsWith(piece) && sent.length - piece.length >= position;
    }
    const found = sent.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return true;
}

/** As `fits`, for what the two stand for as base64. */
function fitsInside(recorded: string, sent: string): boolean {
  const text = textOfBase64(recorded);
  return text !== undefined && fits(text, Buffer.from(sent, 'base64').toString());
}

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
