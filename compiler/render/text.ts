import { isIdentifier } from '../util/words.js';

/** A string literal, in the quotes that need fewer escapes. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  const double = escaped.split('\\"').length - 1;
  const single = escaped.split("'").length - 1;
  return single > double
    ? `"${escaped}"`
    : `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The name of a property in a type or class, quoted where it has to be. */
export function propertyName(name: string): string {
  return isIdentifier(name) ? name : quoted(name);
}

/** The name of a property in an object literal, where `__proto__` would mean something else. */
export function keyText(name: string): string {
  return name === '__proto__' ? `['__proto__']` : propertyName(name);
}
