import type { NullableType, ReferenceType, TypeNode, UnionType } from '../model/type-node.js';
import type { Pointer } from '../util/pointer.js';
import type { ShapeContext } from './shape-context.js';

/** A type that is neither a name for another one nor a choice. */
export interface Leaf {
  readonly type: Exclude<TypeNode, NullableType | ReferenceType | UnionType>;
  /** True if its values pass unchanged, whatever they are made of. */
  readonly opaque: boolean;
}

/** What a value of a type can be; what the arms of a union share counts as one more. */
export function leavesOf(type: TypeNode, context: ShapeContext): Leaf[] {
  const seen = new Set<Pointer>();
  return collect(type, false);

  function collect(current: TypeNode, opaque: boolean): Leaf[] {
    switch (current.kind) {
      case 'nullable':
        return collect(current.type, opaque);
      case 'reference': {
        const target = context.declarations.get(current.to);
        if (target === undefined || seen.has(current.to)) return [];
        seen.add(current.to);
        return collect(target.type, opaque || !context.respelled.has(current.to));
      }
      case 'union':
        return [
          ...current.variants.map((variant) => variant.type),
          ...(current.base ? [current.base] : []),
        ].flatMap((arm) => collect(arm, opaque));
      default:
        return [{ type: current, opaque }];
    }
  }
}

/** True if a value of the type has no inside. */
export function isScalar(type: TypeNode, context: ShapeContext): boolean {
  return leavesOf(type, context).every((leaf) => SCALARS.has(leaf.type.kind));
}

const SCALARS: ReadonlySet<TypeNode['kind']> = new Set([
  'null',
  'boolean',
  'string',
  'number',
  'literal',
  'enum',
]);
