import { StructureKind, VariableDeclarationKind, type StatementStructures } from 'ts-morph';
import type { ValidationSchemas } from '../strip/validation-schemas.js';
import { canonicalJson, type Json } from '../util/json.js';
import { SHARED } from './context.js';
import { Module } from './module.js';
import { keyText, quoted } from './text.js';

/**
 * `schemas.ts`: JSON Schemas for whoever validates. Each is text on a line of its own: it costs
 * nothing until it is parsed, and a change of the schema is a change of one line.
 */
export function emitSchemas(schemas: ValidationSchemas): Module {
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
  );
  return module;
}

function table(
  name: string,
  description: string,
  schemas: ReadonlyMap<string, Json>,
): StatementStructures {
  const lines = [...schemas].map(
    ([key, schema]) => `${keyText(key)}: ${quoted(canonicalJson(schema))},`,
  );
  return {
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    docs: [{ description }],
    declarations: [
      {
        name,
        type: 'Readonly<Record<string, string>>',
        initializer: `{\n${lines.join('\n')}\n}`,
      },
    ],
  };
}
