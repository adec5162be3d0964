import { methodsOf } from '../bind/protocol.js';
import type { CompiledModel } from '../compile.js';
import { methodsReaching } from '../diff/reach.js';
import type { TypeNode } from '../model/type-node.js';
import { referencesIn } from '../model/walk.js';
import { sortedBy } from '../util/order.js';
import type { Pointer } from '../util/pointer.js';

/** What `inspect TYPE` tells about one type. */
export interface TypeReport {
  readonly type: string;
  readonly pointer: Pointer;
  /** Who writes such values; `unused` if no method has any. */
  readonly usage: string;
  /** Empty if no method has any. */
  readonly stability: string;
  /** The methods and types that name it. */
  readonly usedBy: readonly string[];
  /** The methods in which it is met, also through other types. */
  readonly metIn: readonly string[];
  /** The types that it names. */
  readonly uses: readonly string[];
  /** The compiler's own description of it. */
  readonly model: TypeNode;
}

/** A report on the type of a name; undefined if there is none. */
export function inspectType(
  { protocol, names }: CompiledModel,
  wanted: string,
): TypeReport | undefined {
  const unused = new Map(protocol.unused.map((declaration) => [declaration.pointer, declaration]));
  const nameOf = (pointer: Pointer): string =>
    names.types.get(pointer) ?? unused.get(pointer)?.name ?? pointer;
  const all = [...protocol.declarations.values(), ...protocol.unused];
  const found = all.find(({ pointer, name }) => name === wanted || nameOf(pointer) === wanted);
  if (found === undefined) return undefined;
  const { pointer, type } = found;
  const used = protocol.declarations.get(pointer);
  const refersTo = (other: TypeNode | null): boolean =>
    other !== null && referencesIn(other).includes(pointer);
  const methods = methodsOf(protocol);
  return {
    type: nameOf(pointer),
    pointer,
    usage: used?.usage ?? 'unused',
    stability: used?.stability ?? '',
    usedBy: [
      ...methods
        .filter(({ params }) => refersTo(params.type))
        .map(({ method }) => `params of ${method}`),
      ...methods
        .filter((method) => 'result' in method && refersTo(method.result))
        .map(({ method }) => `result of ${method}`),
      ...all.filter((other) => refersTo(other.type)).map((other) => nameOf(other.pointer)),
    ],
    metIn: sortedBy(methodsReaching(protocol).get(pointer) ?? [], (method) => method),
    uses: [...new Set(referencesIn(type))].map(nameOf),
    model: type,
  };
}
