import { ConfigurationError } from '../util/configuration-error.js';

/**
 * A configuration value. Whole numbers become TOML integers and other numbers floats; `bigint` is
 * for integers past 2^53; a `Date` becomes an offset date-time. A property that is `undefined` is
 * left out. TOML has no `null`.
 */
export type TomlValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | readonly TomlValue[]
  | { readonly [key: string]: TomlValue | undefined };

const BARE_KEY = /^[A-Za-z0-9_-]+$/;
const MAX_DEPTH = 100;
const MAX_INTEGER = 2n ** 63n;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/**
 * Writes a value as TOML on one line; tables become inline tables.
 *
 * @param place names the value in errors, such as `configOverrides.model`.
 * @throws ConfigurationError for what TOML cannot say.
 */
export function encodeToml(value: TomlValue, place: string): string {
  return encode(value, place, 0);
}

function encode(value: unknown, place: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new ConfigurationError(`${place} is nested too deep, or in itself`);
  switch (typeof value) {
    case 'string':
      return encodeString(value, place);
    case 'number':
      return encodeNumber(value);
    case 'bigint':
      if (value >= -MAX_INTEGER && value < MAX_INTEGER) return value.toString();
      throw new ConfigurationError(`${place} does not fit into 64 bits`);
    case 'boolean':
      return String(value);
    case 'object':
      return encodeObject(value, place, depth);
    default:
      throw new ConfigurationError(`${place} is ${typeof value}, which TOML cannot say`);
  }
}

function encodeObject(value: object | null, place: string, depth: number): string {
  if (Array.isArray(value)) {
    // Array.from and not map: a hole is an error as well.
    const items = Array.from(value, (item, index) => encode(item, `${place}[${index}]`, depth + 1));
    return `[${items.join(', ')}]`;
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new ConfigurationError(`${place} is an invalid date`);
    return value.toISOString();
  }
  if (value === null) throw new ConfigurationError(`${place} is null, which TOML cannot say`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new ConfigurationError(`${place} must be a plain object`);
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const inner = `${place}[${JSON.stringify(key)}]`;
      return `${encodeKey(key, inner)} = ${encode(item, inner, depth + 1)}`;
    });
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function encodeKey(key: string, place: string): string {
  return BARE_KEY.test(key) ? key : encodeString(key, place);
}

function encodeString(text: string, place: string): string {
  if (/\p{Surrogate}/u.test(text)) {
    throw new ConfigurationError(`${place} contains half of a surrogate pair, which is no text`);
  }
  // oxlint-disable-next-line no-control-regex
  const escaped = text.replace(/["\\\u0000-\u001f\u007f]/g, (char) => {
    return ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

function encodeNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  // A whole number that is too big for an exact integer is a float, and must look like one.
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes('e'))
    return `${text}.0`;
  return text;
}
