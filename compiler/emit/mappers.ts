import type { Spelling } from '../spell/spell.js';
import { SHARED } from './context.js';
import { MAPPER_FUNCTIONS, MAPPER_TYPES } from './mapper-source.js';
import { Module } from '../render/module.js';
import type { DataConstant } from '../render/statement.js';
import type { ShapeRef } from '../spell/shape.js';

/** `snake_case/mappers.ts`: both ways between the spellings, driven by one table entry per type. */
export function emitMappers(spelling: Spelling): Module {
  const module = new Module(SHARED.mappers);
  module.add(
    MAPPER_TYPES,
    table('SHAPES', 'What the values of each type need.', spelling.shapes),
    table('PARAMS', 'What the params of each method need.', spelling.params),
    table('RESULTS', 'What the result of each method needs.', spelling.results),
    {
      kind: 'data',
      name: 'NOTIFICATION',
      description: 'What notifications need beside their params.',
      exported: false,
      type: 'Shape',
      value: spelling.notification ?? {},
    },
    MAPPER_FUNCTIONS,
  );
  return module;
}

function table(
  name: string,
  description: string,
  entries: ReadonlyMap<string, ShapeRef>,
): DataConstant {
  const value = Object.fromEntries(entries);
  return { kind: 'data', name, description, exported: false, type: 'Table', value };
}
