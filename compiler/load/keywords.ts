/** What a draft-07 keyword means to the compiler. */
export type KeywordClass = 'modelled' | 'ignored' | 'unsupported';

const MODELLED: ReadonlySet<string> = new Set([
  '$ref',
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'oneOf',
  'anyOf',
  'allOf',
  'description',
  'default',
  'deprecated',
  'format',
]);

/** Annotations without a use in a client, and constraints that no TypeScript type can state. */
const IGNORED: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  'title',
  'examples',
  'readOnly',
  'writeOnly',
  'contentEncoding',
  'contentMediaType',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

/** Keywords of draft-07 that change the type in ways the compiler does not model. */
const UNMODELLED: ReadonlySet<string> = new Set([
  'not',
  'if',
  'then',
  'else',
  'patternProperties',
  'propertyNames',
  'dependencies',
  'contains',
  'additionalItems',
  'definitions',
]);

/** The keywords whose value can be an object: a schema, schemas by name, or plain data. */
const WITH_OBJECTS: ReadonlySet<string> = new Set([
  'properties',
  'additionalProperties',
  'items',
  'default',
  'const',
  ...UNMODELLED,
]);

/** True if a draft-07 keyword can have an object for its value. */
export function takesObject(keyword: string): boolean {
  return WITH_OBJECTS.has(keyword);
}

/** A keyword that is not known might change the type, so it is not passed over in silence. */
export function classifyKeyword(keyword: string): KeywordClass {
  if (MODELLED.has(keyword)) return 'modelled';
  return IGNORED.has(keyword) || keyword.startsWith('x-') ? 'ignored' : 'unsupported';
}
