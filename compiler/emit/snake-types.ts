import { StructureKind } from 'ts-morph';
import { byCodeUnit } from '../util/order.js';
import type { EmitContext } from './context.js';
import { specifier, type Module } from '../render/module.js';
import { emitTypes } from './types.js';

/** `snake_case/types.ts`: the types that are spelled otherwise, and the rest as they are. */
export function emitSnakeTypes(context: EmitContext, wireTypes: Module): Module {
  const module = emitTypes(context);
  const own = new Set(module.exports());
  const same = wireTypes.exports().filter((name) => !own.has(name));
  if (same.length > 0)
    module.add({
      kind: StructureKind.ExportDeclaration,
      isTypeOnly: true,
      moduleSpecifier: specifier(module.path, wireTypes.path),
      namedExports: same.sort(byCodeUnit).map((name) => ({ name })),
    });
  return module;
}
