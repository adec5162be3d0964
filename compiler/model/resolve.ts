import type { Declaration, Model } from './model.js';
import type { Field, TypeNode } from './type-node.js';

/** Follows references and looks through `nullable` to the type that has a shape. */
export function resolve(type: TypeNode, declarations: Model['declarations']): TypeNode {
  const seen = new Set<Declaration>();
  let current = type;
  for (;;) {
    if (current.kind === 'nullable') {
      current = current.type;
    } else if (current.kind === 'reference') {
      const target = declarations.get(current.to);
      if (target === undefined || seen.has(target)) return { kind: 'any' };
      seen.add(target);
      current = target.type;
    } else {
      return current;
    }
  }
}

/** True if `null` fits a type, seen through references. */
export function admitsNull(type: TypeNode, declarations: Model['declarations']): boolean {
  switch (type.kind) {
    case 'nullable':
    case 'null':
    case 'any':
      return true;
    case 'literal':
      return type.value === null;
    case 'reference': {
      const target = declarations.get(type.to);
      return target !== undefined && target.type !== type && admitsNull(target.type, declarations);
    }
    case 'union':
      return type.variants.some((variant) => admitsNull(variant.type, declarations));
    default:
      return false;
  }
}

/** The fields that every value of a type can have without looking at its variant. */
export function commonFields(
  type: TypeNode,
  declarations: Model['declarations'],
): readonly Field[] {
  const shape = resolve(type, declarations);
  if (shape.kind === 'struct') return shape.fields;
  if (shape.kind !== 'union') return [];
  const [first, ...others] = shape.variants.map((variant) =>
    commonFields(variant.type, declarations),
  );
  const shared = (first ?? []).filter((field) =>
    others.every((fields) => fields.some((other) => other.name === field.name)),
  );
  return [...(shape.base?.fields ?? []), ...shared];
}
