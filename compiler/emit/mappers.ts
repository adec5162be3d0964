import { StructureKind, VariableDeclarationKind, type StatementStructures } from 'ts-morph';
import type { Spelling } from '../spell/spell.js';
import { SHARED } from './context.js';
import { MAPPER_FUNCTIONS, MAPPER_TYPES } from './mapper-source.js';
import { Module } from './module.js';
import { literal, keyText } from './text.js';

/** `snake_case/mappers.ts`: both ways between the spellings, driven by one table entry per type. */
export function emitMappers(spelling: Spelling): Module {
  const module = new Module(SHARED.mappers);
  module.add(
    MAPPER_TYPES,
    table('SHAPES', 'What the values of each type need.', spelling.shapes),
    table('PARAMS', 'What the params of each method need.', spelling.params),
    table('RESULTS', 'What the result of each method needs.', spelling.results),
    constant('NOTIFICATION', 'What notifications need beside their params.', {
      type: 'Shape',
      initializer: literal(spelling.notification ?? {}),
    }),
    MAPPER_FUNCTIONS,
  );
  return module;
}

function table(
  name: string,
  description: string,
  entries: ReadonlyMap<string, unknown>,
): StatementStructures {
  const lines = [...entries].map(([key, value]) => `${keyText(key)}: ${literal(value)},`);
  return constant(name, description, { type: 'Table', initializer: `{\n${lines.join('\n')}\n}` });
}

function constant(
  name: string,
  description: string,
  value: { readonly type: string; readonly initializer: string },
): StatementStructures {
  return {
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    docs: [{ description }],
    declarations: [{ name, ...value }],
  };
}
