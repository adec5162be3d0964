import { emitApi } from './api.js';
import { emitCaller } from './caller.js';
import type { EmitContext } from './context.js';
import { emitIndex } from './index-module.js';
import { emitManifest } from './manifest.js';
import { emitMethods } from './methods.js';
import type { Module } from './module.js';
import { emitProtocol } from './protocol.js';
import { emitTypes } from './types.js';

/** Every file of the output, one emitter each. */
export function emit(context: EmitContext): Module[] {
  return [
    emitTypes(context),
    emitProtocol(context),
    emitMethods(context),
    emitCaller(),
    emitApi(context),
    emitManifest(context),
    emitIndex(),
  ];
}
