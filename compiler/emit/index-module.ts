import { StructureKind } from 'ts-morph';
import { SHARED, SNAKE_CASE, WIRE, type Modules } from './context.js';
import { Module, specifier } from '../render/module.js';

/** `index.ts`: what a program imports that has generated a client for its own runtime. */
export function emitIndex(): Module {
  const values = [WIRE.api, SHARED.manifest, SHARED.methods];
  return index(WIRE, values, [SHARED.caller, WIRE.protocol, WIRE.types]);
}

/** `snake_case/index.ts`: the same in the other spelling. */
export function emitSnakeIndex(): Module {
  const values = [SNAKE_CASE.api, SHARED.mappers];
  return index(SNAKE_CASE, values, [SNAKE_CASE.protocol, SNAKE_CASE.types]);
}

function index(modules: Modules, values: readonly string[], types: readonly string[]): Module {
  const module = new Module(modules.index);
  for (const part of [...values, ...types].sort())
    module.add({
      kind: StructureKind.ExportDeclaration,
      isTypeOnly: types.includes(part),
      moduleSpecifier: specifier(module.path, part),
    });
  return module;
}
