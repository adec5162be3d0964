import type { TypeNode } from '../model/type-node.js';
import { isScalar, leavesOf, type Leaf } from './leaves.js';
import type { Need } from './need.js';
import type { ReadShape, ShapeContext } from './shape-context.js';

/** An object that a value might be: its named properties by wire name, and what others hold. */
export interface ArmPart {
  readonly named: ReadonlyMap<string, Need & { readonly snake: string }>;
  /** Null if all its properties have names. */
  readonly free: Need | null;
}

/** The objects among what a value of a type can be. */
export function partsOf(type: TypeNode, context: ShapeContext, read: ReadShape): ArmPart[] {
  return leavesOf(type, context).flatMap((leaf) => partOf(leaf, context, read) ?? []);
}

/** What the items need of each array that a value of a type can be. */
export function itemsOf(type: TypeNode, context: ShapeContext, read: ReadShape): Need[] {
  return leavesOf(type, context).flatMap((leaf) => {
    if (leaf.type.kind === 'any') return [ANYTHING];
    return leaf.type.kind === 'array' ? [needOf(leaf.type.items, leaf, context, read)] : [];
  });
}

const ANYTHING: Need = { shape: null, indifferent: false };

function partOf(leaf: Leaf, context: ShapeContext, read: ReadShape): ArmPart | null {
  const { type, opaque } = leaf;
  const need = (inside: TypeNode): Need => needOf(inside, leaf, context, read);
  switch (type.kind) {
    case 'any':
      return { named: new Map(), free: ANYTHING };
    case 'map':
      return { named: new Map(), free: need(type.values) };
    case 'struct':
      return {
        named: new Map(
          type.fields.map((field) => [
            field.name,
            { ...need(field.type), snake: opaque ? field.name : context.spell(field.name) },
          ]),
        ),
        free: type.rest && need(type.rest),
      };
    default:
      return null;
  }
}

function needOf(type: TypeNode, { opaque }: Leaf, context: ShapeContext, read: ReadShape): Need {
  return { shape: opaque ? null : read(type), indifferent: isScalar(type, context) };
}
