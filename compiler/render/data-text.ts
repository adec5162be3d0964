import type { DataConstant } from './statement.js';
import { INDENT, STYLE } from './style.js';
import { keyText, quoted } from './text.js';

/** A constant with its data laid out as prettier does it, which would take far longer. */
export function printData(constant: DataConstant): string {
  const { name, description, exported, type, value } = constant;
  const head = `${exported ? 'export ' : ''}const ${name}${type === null ? '' : `: ${type}`} = `;
  const end = type === null ? ' as const;' : ';';
  return `/** ${description} */\n${head}${layOut(value, { indent: 0, taken: head.length + end.length })}${end}`;
}

/** How many columns a break has to win. */
const MIN_GAIN = 3;

/** The line on which a value begins. */
interface Line {
  /** The column where it starts. */
  readonly indent: number;
  /** How much of it is taken by what stands around the value. */
  readonly taken: number;
}

function layOut(value: unknown, line: Line): string {
  const flat = inline(value);
  const fits = line.taken + flat.length <= STYLE.printWidth;
  if (fits || typeof value !== 'object' || value === null) return flat;
  const inner = line.indent + INDENT;
  const margin = ' '.repeat(inner);
  const items = Array.isArray(value)
    ? value.map((item) => layOut(item, { indent: inner, taken: inner + 1 }))
    : entriesOf(value).map(([key, item]) => property(key, item, inner));
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = items.map((item) => `${margin}${item},\n`);
  return `${open}\n${lines.join('')}${' '.repeat(line.indent)}${close}`;
}

function property(name: string, value: unknown, indent: number): string {
  const key = keyText(name);
  const taken = indent + key.length + ': ,'.length;
  const text = layOut(value, { indent, taken });
  // A string that is too long moves to a line of its own, if that wins enough.
  const moves = typeof value === 'string' && taken + text.length > STYLE.printWidth;
  return moves && key.length >= INDENT + MIN_GAIN
    ? `${key}:\n${' '.repeat(indent + INDENT)}${text}`
    : `${key}: ${text}`;
}

/** Plain data on one line. */
export function inline(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const entries = entriesOf(value).map(([key, item]) => `${keyText(key)}: ${inline(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Entries that are undefined are left out. */
function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
