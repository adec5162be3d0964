import type { Protocol } from '../bind/protocol.js';
import type { Namespace, Names } from '../name/names.js';
import type { Pointer } from '../util/pointer.js';
import type { Exported } from '../render/module.js';

/** What an emitter is given to write one spelling of the protocol. */
export interface EmitContext {
  readonly protocol: Protocol;
  readonly names: Names;
  readonly namespaces: readonly Namespace[];
  readonly modules: Modules;
  /** The module that declares a type. */
  readonly home: (pointer: Pointer) => string;
}

/** The modules of one spelling, relative to the output folder, without extensions. */
export interface Modules {
  readonly types: string;
  readonly protocol: string;
  readonly api: string;
  readonly index: string;
}

export const WIRE: Modules = {
  types: 'types',
  protocol: 'protocol',
  api: 'api',
  index: 'index',
};

export const SNAKE_CASE: Modules = {
  types: 'snake_case/types',
  protocol: 'snake_case/protocol',
  api: 'snake_case/api',
  index: 'snake_case/index',
};

/** The modules that both spellings share, and the one between them. */
export const SHARED = {
  methods: 'methods',
  caller: 'caller',
  manifest: 'manifest',
  schemas: 'schemas',
  mappers: 'snake_case/mappers',
} as const;

/** The type of a declaration. */
export function declared(pointer: Pointer, context: EmitContext): Exported {
  return { name: named(context.names.types, pointer), from: context.home(pointer) };
}

/** A name that the name phase has given. Without it the compiler itself is wrong. */
export function named<K>(names: ReadonlyMap<K, string>, key: K): string {
  const name = names.get(key);
  if (name === undefined) throw new Error(`No name was given to ${String(key)}`);
  return name;
}
