import type { Protocol } from '../bind/protocol.js';
import type { Names } from '../name/names.js';
import type { ValidationSchemas } from '../strip/validation-schemas.js';
import type { Spelling } from '../spell/spell.js';
import { emitApi } from './api.js';
import { emitCaller } from './caller.js';
import { SNAKE_CASE, WIRE, type EmitContext } from './context.js';
import { emitIndex, emitSnakeIndex } from './index-module.js';
import { emitManifest } from './manifest.js';
import { emitMappers } from './mappers.js';
import { emitMethods } from './methods.js';
import type { Module } from '../render/module.js';
import { emitProtocol } from './protocol.js';
import { emitSchemas } from './schemas.js';
import { emitSnakeApi } from './snake-api.js';
import { emitSnakeTypes } from './snake-types.js';
import { emitTypes } from './types.js';

export interface EmitInputs {
  readonly protocol: Protocol;
  readonly names: Names;
  readonly spelling: Spelling;
  readonly schemas: ValidationSchemas;
  /** The version of the runtime that the schema was dumped from, if it is known. */
  readonly runtimeVersion: string | null;
}

/** Every file of the output, one emitter each. */
export function emit(inputs: EmitInputs): Module[] {
  const { protocol, names, spelling, schemas, runtimeVersion } = inputs;
  const wire: EmitContext = {
    protocol,
    names,
    namespaces: names.namespaces,
    modules: WIRE,
    home: () => WIRE.types,
  };
  const snake: EmitContext = {
    protocol: spelling.protocol,
    names,
    namespaces: names.snakeNamespaces,
    modules: SNAKE_CASE,
    home: (pointer) => (spelling.respelled.has(pointer) ? SNAKE_CASE.types : WIRE.types),
  };
  const types = emitTypes(wire);
  return [
    types,
    emitProtocol(wire),
    emitMethods(wire),
    emitCaller(),
    emitApi(wire),
    emitManifest(protocol, runtimeVersion),
    emitIndex(),
    emitSchemas(schemas, protocol),
    emitSnakeTypes(snake, types),
    emitProtocol(snake),
    emitMappers(spelling),
    emitSnakeApi(snake),
    emitSnakeIndex(),
  ];
}
