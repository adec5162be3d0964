import type { CompiledModel } from '../compile.js';
import { WIRE } from '../emit/context.js';
import { HEADER, render } from '../render/render.js';
import { emitTypes } from '../emit/types.js';
import { Module } from '../render/module.js';
import type { Pointer } from '../util/pointer.js';

/** The TypeScript of one type, as it stands in the output. */
export async function typeSource(model: CompiledModel, pointer: Pointer): Promise<string> {
  const { protocol, names } = model;
  const alone = emitTypes({
    protocol,
    names,
    namespaces: [],
    modules: WIRE,
    home: (other) => (other === pointer ? WIRE.types : ''),
  });
  const bare = new Module(WIRE.types);
  bare.add(...alone.statements);
  const [file] = await render([bare]);
  return (file?.text ?? '').replace(`${HEADER}\n/* eslint-disable */\n\n`, '');
}
