import type { Protocol } from '../bind/protocol.js';
import type { Names } from '../name/names.js';
import type { Pointer } from '../util/pointer.js';
import type { Exported } from './module.js';

/** What every emitter is given. */
export interface EmitContext {
  readonly protocol: Protocol;
  readonly names: Names;
  /** The version of the runtime that the schema was dumped from, if it is known. */
  readonly runtimeVersion: string | null;
}

/** The modules of the output. */
export const MODULES = {
  types: 'types',
  protocol: 'protocol',
  methods: 'methods',
  caller: 'caller',
  api: 'api',
  manifest: 'manifest',
  index: 'index',
} as const;

/** The type of a declaration. */
export function declared(pointer: Pointer, names: Names): Exported {
  return { name: named(names.types, pointer), from: MODULES.types };
}

/** A name that the name phase has given. Without it the compiler itself is wrong. */
export function named<K>(names: ReadonlyMap<K, string>, key: K): string {
  const name = names.get(key);
  if (name === undefined) throw new Error(`No name was given to ${String(key)}`);
  return name;
}
