import { isIdentifier } from '../util/words.js';

/** A string literal. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')}'`;
}

/** The name of a property in a type or class, quoted where it has to be. */
export function propertyName(name: string): string {
  return isIdentifier(name) ? name : quoted(name);
}

/** The name of a property in an object literal, where `__proto__` would mean something else. */
export function keyText(name: string): string {
  return name === '__proto__' ? `['__proto__']` : propertyName(name);
}

/** An expression for plain data. Entries that are undefined are left out. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => `${keyText(key)}: ${literal(inner)}`);
  return `{ ${entries.join(', ')} }`;
}
