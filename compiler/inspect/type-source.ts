import type { CompiledModel } from '../compile.js';
import { WIRE } from '../emit/context.js';
import { HEADER, render } from '../render/render.js';
import { emitTypes } from '../emit/types.js';
import { typeName } from '../name/name-types.js';
import { Module } from '../render/module.js';
import type { Pointer } from '../util/pointer.js';
import { isIdentifier } from '../util/words.js';

/** Stands for a name that no type can have. */
const NAMELESS = 'Nameless';

/** The TypeScript of one type, as it stands in the output, or would if any method used it. */
export async function typeSource(model: CompiledModel, pointer: Pointer): Promise<string> {
  const { protocol, names } = model;
  const declarations = new Map(protocol.declarations);
  const types = new Map(names.types);
  for (const declaration of protocol.unused) {
    declarations.set(declaration.pointer, { ...declaration, usage: 'both', stability: 'stable' });
    const name = typeName(declaration.name);
    types.set(declaration.pointer, isIdentifier(name) ? name : NAMELESS);
  }
  const alone = emitTypes({
    protocol: { ...protocol, declarations },
    names: { ...names, types },
    namespaces: [],
    modules: WIRE,
    home: (other) => (other === pointer ? WIRE.types : ''),
  });
  const bare = new Module(WIRE.types);
  bare.add(...alone.statements);
  const [file] = await render([bare]);
  return (file?.text ?? '').replace(`${HEADER}\n/* eslint-disable */\n\n`, '');
}
