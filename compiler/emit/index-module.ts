import { StructureKind } from 'ts-morph';
import { MODULES } from './context.js';
import { Module, specifier } from './module.js';

/** `index.ts`: what a program imports that has generated a client for its own runtime. */
export function emitIndex(): Module {
  const module = new Module(MODULES.index);
  const { types, protocol, methods, caller, api, manifest } = MODULES;
  for (const part of [api, caller, manifest, methods, protocol, types])
    module.add({
      kind: StructureKind.ExportDeclaration,
      isTypeOnly: part === types || part === protocol || part === caller,
      moduleSpecifier: specifier(module.path, part),
    });
  return module;
}
