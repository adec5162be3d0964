import type { Protocol } from '../bind/protocol.js';
import { admitsNull, commonFields, resolve } from '../model/resolve.js';
import type { Field } from '../model/type-node.js';
import type { ValidationSchemas } from '../strip/validation-schemas.js';
import { canonicalJson, type Json } from '../util/json.js';
import { SHARED } from './context.js';
import { Module } from '../render/module.js';
import type { DataConstant } from '../render/statement.js';

/**
 * `schemas.ts`: JSON Schemas for whoever validates. Each is text on a line of its own: it costs
 * nothing until it is parsed, and a change of the schema is a change of one line.
 */
export function emitSchemas(schemas: ValidationSchemas, protocol: Protocol): Module {
  const module = new Module(SHARED.schemas);
  module.add(
    table(
      'DEFINITIONS',
      'Draft-07 schemas as JSON, by the name of their type; `$ref`s read `#/definitions/Name`.',
      schemas.definitions,
    ),
    table(
      'PARAMS',
      'The schemas of params, by method; methods without params are not in it.',
      schemas.params,
    ),
    table('RESULTS', 'The schemas of results, by method.', schemas.results),
    {
      kind: 'data',
      name: 'EXPERIMENTAL',
      description:
        'Experimental params of stable requests, each with the value that stands for its absence.',
      exported: true,
      type: 'Readonly<Record<string, Readonly<Record<string, null | false>>>>',
      value: Object.fromEntries(experimentalParams(protocol)),
    },
  );
  return module;
}

/** By method; only those that have any. */
function experimentalParams({ requests, declarations }: Protocol): [string, object][] {
  return requests.flatMap(({ method, stability, params: { type } }): [string, object][] => {
    if (stability !== 'stable' || type === null) return [];
    const fields = commonFields(type, declarations).filter(
      (field) => field.stability === 'experimental',
    );
    const idle = fields.map((field) => [field.name, isFlag(field, declarations) ? false : null]);
    return fields.length === 0 ? [] : [[method, Object.fromEntries(idle)]];
  });
}

/** A flag is false if it is left out; what may be null is told apart from that. */
function isFlag({ type }: Field, declarations: Protocol['declarations']): boolean {
  return !admitsNull(type, declarations) && resolve(type, declarations).kind === 'boolean';
}

function table(
  name: string,
  description: string,
  schemas: ReadonlyMap<string, Json>,
): DataConstant {
  const texts = [...schemas].map(([key, schema]) => [key, canonicalJson(schema)]);
  return {
    kind: 'data',
    name,
    description,
    exported: true,
    type: 'Readonly<Record<string, string>>',
    value: Object.fromEntries(texts),
  };
}
