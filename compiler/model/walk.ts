import type { Pointer } from '../util/pointer.js';
import type { Declaration, Model } from './model.js';
import type { TypeNode } from './type-node.js';

/** The direct parts of a type. */
export function parts(type: TypeNode): readonly TypeNode[] {
  switch (type.kind) {
    case 'array':
      return [type.items];
    case 'map':
      return [type.values];
    case 'nullable':
      return [type.type];
    case 'struct':
      return [...type.fields.map((field) => field.type), ...(type.rest ? [type.rest] : [])];
    case 'union':
      return [...(type.base ? [type.base] : []), ...type.variants.map((variant) => variant.type)];
    default:
      return [];
  }
}

/** The definitions that a type names, without those that they name in turn. */
export function referencesIn(type: TypeNode): Pointer[] {
  return type.kind === 'reference' ? [type.to] : parts(type).flatMap(referencesIn);
}

/** The declarations that can be reached from some types. */
export function reachable(
  roots: readonly TypeNode[],
  declarations: Model['declarations'],
): Set<Declaration> {
  const found = new Set<Declaration>();
  const queue = roots.flatMap(referencesIn);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const declaration = declarations.get(next);
    if (declaration === undefined || found.has(declaration)) continue;
    found.add(declaration);
    queue.push(...referencesIn(declaration.type));
  }
  return found;
}
