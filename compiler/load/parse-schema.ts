import type { Report } from '../diagnostics/report.js';
import { isJsonObject, type Json, type JsonObject } from '../util/json.js';
import { child, targetOf, type Pointer } from '../util/pointer.js';
import { classifyKeyword } from './keywords.js';
import type { SchemaNode } from './schema-node.js';

/** Reads one draft-07 schema, reporting every keyword that the compiler does not model. */
export function parseSchema(json: Json, pointer: Pointer, report: Report): SchemaNode {
  if (json === true) return { pointer };
  if (!isJsonObject(json)) {
    report.error('unsupported-schema', pointer, `A schema that is ${JSON.stringify(json)}`);
    return { pointer };
  }
  for (const keyword of Object.keys(json)) {
    if (classifyKeyword(keyword) === 'unsupported')
      report.error('unsupported-keyword', child(pointer, keyword), `Keyword \`${keyword}\``);
  }
  for (const value of [json['const'], json['enum']].flat())
    if (typeof value === 'number' && !Number.isFinite(value))
      report.error('unsupported-schema', pointer, 'A number that JavaScript cannot hold');
  return {
    pointer,
    ...annotations(json),
    ...structure(json, pointer, report),
  };
}

function annotations(json: JsonObject): Partial<SchemaNode> {
  return {
    ...(typeof json['description'] === 'string' && { description: json['description'] }),
    ...(typeof json['format'] === 'string' && { format: json['format'] }),
    ...(json['deprecated'] === true && { deprecated: true }),
    ...(json['default'] !== undefined && { default: json['default'] }),
  };
}

function structure(json: JsonObject, pointer: Pointer, report: Report): Partial<SchemaNode> {
  const at = (keyword: string): SchemaNode =>
    parseSchema(json[keyword] ?? true, child(pointer, keyword), report);
  const list = (keyword: string): SchemaNode[] =>
    (json[keyword] as readonly Json[]).map((item, index) =>
      parseSchema(item, child(pointer, keyword, index), report),
    );
  return {
    ...(typeof json['$ref'] === 'string' && { $ref: targetOf(json['$ref']) }),
    ...(json['type'] !== undefined && { type: json['type'] as string | readonly string[] }),
    ...(json['enum'] !== undefined && { enum: json['enum'] as readonly Json[] }),
    ...(json['const'] !== undefined && { const: json['const'] }),
    ...(isJsonObject(json['properties']) && {
      properties: Object.fromEntries(
        Object.entries(json['properties']).map(([name, property]) => [
          name,
          parseSchema(property, child(pointer, 'properties', name), report),
        ]),
      ),
    }),
    ...(json['required'] !== undefined && { required: json['required'] as readonly string[] }),
    ...(json['additionalProperties'] !== undefined && {
      additionalProperties:
        json['additionalProperties'] === false ? false : at('additionalProperties'),
    }),
    ...(json['items'] !== undefined && { items: at('items') }),
    ...(json['oneOf'] !== undefined && { oneOf: list('oneOf') }),
    ...(json['anyOf'] !== undefined && { anyOf: list('anyOf') }),
    ...(json['allOf'] !== undefined && { allOf: list('allOf') }),
  };
}
