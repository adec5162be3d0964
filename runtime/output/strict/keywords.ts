import type { JsonType } from '../../schema/json-schema.js';

/** A keyword that sets a limit to values. */
export interface ConstraintKeyword {
  /** What type its own value has. */
  readonly value: 'number' | 'string' | 'boolean';
  /** The types of the values that it limits. */
  readonly limits: readonly JsonType[];
  /** Whether strict mode can say it. What it cannot say goes into the description. */
  readonly sayable: (value: unknown) => boolean;
}

/** Formats that strict mode knows. */
const formats: ReadonlySet<unknown> = new Set([
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'time',
  'uuid',
]);

/** Look-around and references back to groups, which the service's patterns do not have. */
const beyondPatterns = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;

const yes = (): boolean => true;
const no = (): boolean => false;
const ofNumbers = { value: 'number', limits: ['number', 'integer'], sayable: yes } as const;
const ofArrays = { value: 'number', limits: ['array'], sayable: yes } as const;
const ofLengths = { value: 'number', limits: ['string'], sayable: no } as const;
const ofSizes = { value: 'number', limits: ['object'], sayable: no } as const;

export const constraintKeywords: ReadonlyMap<string, ConstraintKeyword> = new Map<
  string,
  ConstraintKeyword
>([
  ['minimum', ofNumbers],
  ['maximum', ofNumbers],
  ['exclusiveMinimum', ofNumbers],
  ['exclusiveMaximum', ofNumbers],
  ['multipleOf', ofNumbers],
  ['minItems', ofArrays],
  ['maxItems', ofArrays],
  ['uniqueItems', { value: 'boolean', limits: ['array'], sayable: no }],
  [
    'pattern',
    {
      value: 'string',
      limits: ['string'],
      sayable: (pattern) => !beyondPatterns.test(String(pattern)),
    },
  ],
  [
    'format',
    {
      value: 'string',
      limits: ['string', 'number', 'integer'],
      sayable: (name) => formats.has(name),
    },
  ],
  ['minLength', ofLengths],
  ['maxLength', ofLengths],
  ['minProperties', ofSizes],
  ['maxProperties', ofSizes],
]);

/** Keywords that shape values in ways that strict mode has no words for, and what they are. */
export const inexpressible: ReadonlyMap<string, string> = new Map([
  ['patternProperties', 'a map by patterns of keys'],
  ['propertyNames', 'a rule about keys'],
  ['unevaluatedProperties', 'a map'],
  ['dependentSchemas', 'a condition'],
  ['dependentRequired', 'a condition'],
  ['dependencies', 'a condition'],
  ['if', 'a condition'],
  ['then', 'a condition'],
  ['else', 'a condition'],
  ['not', 'a negation'],
  ['contains', 'a rule about some of the items'],
  ['minContains', 'a rule about some of the items'],
  ['maxContains', 'a rule about some of the items'],
  ['prefixItems', 'a tuple'],
  ['additionalItems', 'a tuple'],
  ['unevaluatedItems', 'a tuple'],
  ['$dynamicRef', 'a dynamic reference'],
  ['$recursiveRef', 'a dynamic reference'],
]);

/** Keywords that say what a value is. Others combine schemas, annotate, or are unknown. */
export const assertions: ReadonlySet<string> = new Set([
  'type',
  'nullable',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  ...constraintKeywords.keys(),
  ...inexpressible.keys(),
]);
