import {
  isJsonObject,
  type JsonObject,
  type JsonType,
  jsonTypeOf,
  jsonTypes,
  jsonTypesOf,
  pointerToken,
} from '../../schema/json-schema.js';
import type { Gathered, Located, Report } from './gather.js';
import { constraintKeywords, inexpressible } from './keywords.js';
import { sameJson } from './same-json.js';
import type { Constraint, Property, Shape, ValueShape } from './shape.js';

type Plain = Gathered['plain'];

/** What reading a value needs of the reading as a whole. */
export interface Reading {
  readonly read: (parts: readonly Located[]) => Shape;
  readonly report: Report;
}

/** The shape of a value for which all these assertions hold; undefined if they contradict each other. */
export function readValue(
  { plain, notes }: Pick<Gathered, 'plain' | 'notes'>,
  at: string,
  reading: Reading,
): ValueShape | undefined {
  for (const part of plain) reportInexpressible(part, reading.report);
  const listed = valuesOf(plain, reading.report);
  const allowed =
    typesOf(plain, reading.report) ?? (listed ? jsonTypesOf(listed) : impliedTypes(plain));
  if (!allowed) {
    reading.report(at, 'it accepts any value; strict mode needs its type');
    return { kind: 'value', types: ['null'], constraints: [], notes };
  }
  const values = listed?.filter((value) => allowed.some((type) => hasType(value, type)));
  const types = values
    ? allowed.filter((type) => values.some((value) => hasType(value, type)))
    : allowed;
  if (types.length === 0) return undefined;
  if (values) {
    if (types.includes('object') || types.includes('array')) {
      reading.report(at, 'a fixed object or array');
    }
    return { kind: 'value', types, values, constraints: [], notes };
  }
  return {
    kind: 'value',
    types,
    constraints: constraintsOf(plain, types, reading.report),
    ...(types.includes('object') ? { properties: readProperties(plain, at, reading) } : {}),
    ...(types.includes('array') ? { items: readItems(plain, at, reading) } : {}),
    notes,
  };
}

function reportInexpressible({ schema, at }: Plain[number], report: Report): void {
  const { additionalProperties: rest = false, unevaluatedProperties = false } = schema;
  if (rest !== false) {
    report(`${at}/additionalProperties`, 'a map');
    return;
  }
  for (const [key, what] of inexpressible) {
    if (schema[key] === undefined) continue;
    if (key === 'unevaluatedProperties' && unevaluatedProperties === false) continue;
    report(`${at}/${key}`, what);
  }
}

/** Types that all of the parts allow; undefined if none of them names any. */
function typesOf(plain: Plain, report: Report): readonly JsonType[] | undefined {
  let types: readonly JsonType[] | undefined;
  for (const { schema, at } of plain) {
    if (schema['type'] === undefined) continue;
    const named = new Set([schema['type']].flat() as JsonType[]);
    if (schema['nullable'] === true) named.add('null');
    if ([...named].some((type) => !jsonTypes.includes(type))) {
      report(`${at}/type`, `${JSON.stringify(schema['type'])} is no type of JSON`);
      return ['null'];
    }
    types = types ? common(types, [...named]) : [...named];
  }
  return types;
}

function common(a: readonly JsonType[], b: readonly JsonType[]): readonly JsonType[] {
  const both = a.filter((type) => b.includes(type));
  const whole =
    (a.includes('integer') && b.includes('number')) ||
    (a.includes('number') && b.includes('integer'));
  return whole && !both.includes('integer') && !both.includes('number')
    ? [...both, 'integer']
    : both;
}

/** Without `type`, what the other keywords are about. */
function impliedTypes(plain: Plain): readonly JsonType[] | undefined {
  const has = (...keys: string[]): boolean =>
    plain.some(({ schema }) => keys.some((key) => schema[key] !== undefined));
  if (has('properties', 'required', 'additionalProperties')) return ['object'];
  if (has('items', 'minItems', 'maxItems', 'uniqueItems')) return ['array'];
  if (has('pattern', 'minLength', 'maxLength', 'format')) return ['string'];
  const ofNumbers = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
  return has(...ofNumbers) ? ['number'] : undefined;
}

function valuesOf(plain: Plain, report: Report): readonly unknown[] | undefined {
  let values: readonly unknown[] | undefined;
  for (const { schema, at } of plain) {
    const lists: unknown[][] = [];
    if ('const' in schema) lists.push([schema['const']]);
    if (Array.isArray(schema['enum'])) lists.push(schema['enum']);
    else if (schema['enum'] !== undefined) report(`${at}/enum`, 'it is not a list of values');
    for (const list of lists) {
      values = values?.filter((value) => list.some((other) => sameJson(value, other))) ?? list;
    }
  }
  return values;
}

function hasType(value: unknown, type: JsonType): boolean {
  const own = jsonTypeOf(value);
  return own === type || (own === 'integer' && type === 'number');
}

function constraintsOf(plain: Plain, types: readonly JsonType[], report: Report): Constraint[] {
  const constraints: Constraint[] = [];
  for (const { schema, at } of plain) {
    for (const [keyword, { value: wanted, limits }] of constraintKeywords) {
      const value = schema[keyword];
      if (value === undefined || !limits.some((type) => types.includes(type))) continue;
      if (typeof value !== wanted) report(`${at}/${keyword}`, `it is not a ${wanted}`);
      else if (!constraints.some((other) => other.keyword === keyword && other.value === value)) {
        constraints.push({ keyword, value });
      }
    }
  }
  return constraints;
}

function readProperties(
  plain: Plain,
  at: string,
  { read, report }: Reading,
): Map<string, Property> {
  const parts = new Map<string, Located[]>();
  const required = new Set<string>();
  for (const { schema, at } of plain) {
    for (const [key, property] of Object.entries(propertiesOf(schema))) {
      const located = { schema: property, at: `${at}/properties/${pointerToken(key)}` };
      parts.set(key, [...(parts.get(key) ?? []), located]);
    }
    if (Array.isArray(schema['required'])) {
      for (const key of schema['required']) required.add(String(key));
    }
  }
  const saysWhich = ['properties', 'additionalProperties', 'patternProperties'];
  if (plain.every(({ schema }) => saysWhich.every((key) => schema[key] === undefined))) {
    report(at, 'an object without `properties` is a map');
  }
  for (const { schema, at } of plain) {
    if (schema['additionalProperties'] !== false) continue;
    const own = propertiesOf(schema);
    const foreign = [...parts.keys()].find((key) => !Object.hasOwn(own, key));
    if (foreign !== undefined) {
      report(`${at}/additionalProperties`, `it excludes \`${foreign}\`, which stands beside it`);
    }
  }
  for (const key of required) {
    if (!parts.has(key)) report(at, `\`${key}\` is required and not among the \`properties\``);
  }
  return new Map(
    [...parts].map(([key, of]) => [key, { shape: read(of), optional: !required.has(key) }]),
  );
}

function propertiesOf(schema: JsonObject): JsonObject {
  return isJsonObject(schema['properties']) ? schema['properties'] : {};
}

function readItems(plain: Plain, at: string, { read, report }: Reading): Shape {
  const parts: Located[] = [];
  for (const { schema, at } of plain) {
    if (schema['prefixItems'] !== undefined) return unknownItems;
    const { items } = schema;
    if (Array.isArray(items)) {
      report(`${at}/items`, 'a tuple');
      return unknownItems;
    }
    if (items !== undefined) parts.push({ schema: items, at: `${at}/items` });
  }
  if (parts.length > 0) return read(parts);
  report(at, 'an array without `items` accepts any items');
  return unknownItems;
}

const unknownItems: Shape = { kind: 'value', types: ['null'], constraints: [], notes: {} };
