import { methodsOf } from '../bind/protocol.js';
import type { CompiledModel } from '../compile.js';
import type { TypeNode } from '../model/type-node.js';
import { referencesIn } from '../model/walk.js';
import type { Pointer } from '../util/pointer.js';

/** What `inspect TYPE` tells about one type. */
export interface TypeReport {
  readonly type: string;
  readonly pointer: Pointer;
  readonly usage: string;
  readonly stability: string;
  /** The methods and types that name it. */
  readonly usedBy: readonly string[];
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
  const found = [...protocol.declarations.values()].find(
    ({ pointer, name }) => name === wanted || names.types.get(pointer) === wanted,
  );
  if (found === undefined) return undefined;
  const nameOf = (pointer: Pointer): string => names.types.get(pointer) ?? pointer;
  const refersTo = (type: TypeNode | null): boolean =>
    type !== null && referencesIn(type).includes(found.pointer);
  const methods = methodsOf(protocol);
  return {
    type: nameOf(found.pointer),
    pointer: found.pointer,
    usage: found.usage,
    stability: found.stability,
    usedBy: [
      ...methods
        .filter(({ params }) => refersTo(params.type))
        .map(({ method }) => `params of ${method}`),
      ...methods
        .filter((method) => 'result' in method && refersTo(method.result))
        .map(({ method }) => `result of ${method}`),
      ...[...protocol.declarations.values()]
        .filter(({ type }) => refersTo(type))
        .map(({ pointer }) => nameOf(pointer)),
    ],
    uses: [...new Set(referencesIn(found.type))].map(nameOf),
    model: found.type,
  };
}
