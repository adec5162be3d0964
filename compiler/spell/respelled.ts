import type { Protocol } from '../bind/protocol.js';
import type { TypeNode } from '../model/type-node.js';
import { parts, referencesIn } from '../model/walk.js';
import type { Overlay } from '../overlay/overlay.js';
import type { Pointer } from '../util/pointer.js';
import { snakeCase } from './snake-case.js';

/** The declarations whose values differ between the wire and snake_case. */
export function findRespelled(
  protocol: Protocol,
  roots: readonly TypeNode[],
  overlay: Overlay,
): ReadonlySet<Pointer> {
  const entered = enter(protocol, roots, overlay);
  const found = new Set(
    [...entered].filter((pointer) => {
      const type = protocol.declarations.get(pointer)?.type;
      return type !== undefined && hasRename(type, overlay);
    }),
  );
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const pointer of entered) {
      const type = protocol.declarations.get(pointer)?.type;
      if (type !== undefined && referencesIn(type).some((to) => found.has(to))) found.add(pointer);
    }
  }
  return found;
}

/** The declarations that are reached without looking into opaque ones. */
function enter(
  protocol: Protocol,
  roots: readonly TypeNode[],
  overlay: Overlay,
): ReadonlySet<Pointer> {
  const entered = new Set<Pointer>();
  const queue = roots.flatMap(referencesIn);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const declaration = protocol.declarations.get(next);
    if (declaration === undefined || entered.has(next)) continue;
    if (overlay.opaque.has(declaration.name)) continue;
    entered.add(next);
    queue.push(...referencesIn(declaration.type));
  }
  return entered;
}

function hasRename(type: TypeNode, overlay: Overlay): boolean {
  const renamed =
    type.kind === 'struct' &&
    type.fields.some((field) => snakeCase(field.name, overlay) !== field.name);
  return renamed || parts(type).some((part) => hasRename(part, overlay));
}
