import type { CompiledModel } from '../compile.js';
import { sortedBy } from '../util/order.js';

/** One line of `inspect types`. */
export interface TypeRow {
  readonly type: string;
  readonly kind: string;
  /** Who writes such values; empty if no method uses the type. */
  readonly usage: string;
  readonly stability: string;
  readonly pointer: string;
}

/** Every definition of the schema, those that no method uses included. */
export function inspectTypes({ protocol, names }: CompiledModel): TypeRow[] {
  const used = [...protocol.declarations.values()].map(
    ({ pointer, name, type, usage, stability }): TypeRow => ({
      type: names.types.get(pointer) ?? name,
      kind: type.kind,
      usage,
      stability,
      pointer,
    }),
  );
  const unused = protocol.unused.map(({ pointer, name, type }): TypeRow => ({
    type: name,
    kind: type.kind,
    usage: 'unused',
    stability: '',
    pointer,
  }));
  return sortedBy([...used, ...unused], (row) => row.type);
}
