/** The keywords that tell a JSON Schema from other objects, for editors to complete. */
interface JsonSchemaKeywords {
  readonly $schema?: unknown;
  readonly $id?: unknown;
  readonly $ref?: unknown;
  readonly $defs?: unknown;
  readonly definitions?: unknown;
  readonly type?: unknown;
  readonly title?: unknown;
  readonly description?: unknown;
  readonly properties?: unknown;
  readonly required?: unknown;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
  readonly allOf?: unknown;
}

/**
 * A JSON Schema of draft-07 or 2020-12, as an object. `$schema` says which of the two it is; without
 * it, 2020-12 comes first. `format` is passed on to the model and not checked in what comes back.
 */
export type JsonSchema = JsonSchemaKeywords | { readonly [keyword: string]: unknown };

/** A JSON object whose keys are looked up by name. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The names of JSON's types, as `type` in a schema has them. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

export const jsonTypes: readonly JsonType[] = [
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
];

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The type of a JSON value; undefined for what JSON does not have. Whole numbers are integers. */
export function jsonTypeOf(value: unknown): JsonType | undefined {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'object':
      return 'object';
    default:
      return undefined;
  }
}

/** The types of the values of an `enum` or `const`, each once; a number with others is a number. */
export function jsonTypesOf(values: readonly unknown[]): JsonType[] {
  const types = new Set(values.map(jsonTypeOf).filter((type) => type !== undefined));
  if (types.has('number')) types.delete('integer');
  return [...types];
}

/** A key as a token of a JSON pointer. */
export function pointerToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * What a reference like `#/$defs/node` points to within a schema; undefined if there is nothing, or
 * if it points elsewhere.
 */
export function resolvePointer(root: unknown, pointer: string): { value: unknown } | undefined {
  if (!pointer.startsWith('#')) return undefined;
  if (pointer === '#') return { value: root };
  if (!pointer.startsWith('#/')) return undefined;
  let value = root;
  for (const token of pointer.slice(2).split('/')) {
    const key = decode(token).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return { value };
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
