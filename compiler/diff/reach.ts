import type { Protocol } from '../bind/protocol.js';
import { reachable } from '../model/walk.js';
import type { Pointer } from '../util/pointer.js';
import { METHOD_KINDS, methodsOf, resultOf } from './side.js';

/** The methods through which each declared type is met, by declaration. */
export type Reach = ReadonlyMap<Pointer, readonly string[]>;

export function methodsReaching(protocol: Protocol): Reach {
  const reach = new Map<Pointer, string[]>();
  for (const method of METHOD_KINDS.flatMap((kind) => methodsOf(protocol, kind))) {
    const roots = [method.params.type, resultOf(method)].filter((type) => type !== null);
    for (const { pointer } of reachable(roots, protocol.declarations))
      reach.set(pointer, [...(reach.get(pointer) ?? []), method.method]);
  }
  return reach;
}
