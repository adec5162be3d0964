import type { TypeNode } from '../model/type-node.js';
import { itemsOf, partsOf } from './arm-part.js';
import { mergeParts } from './merge-parts.js';
import { agree, shapeFor } from './need.js';
import type { ReadShape, ShapeContext } from './shape-context.js';
import type { Shape } from './shape.js';

/**
 * One shape for values whose arm cannot be told from a tag. That works as long as the arms that a
 * value could be taken for agree on what its properties need.
 *
 * @param resolve the shape itself of a type
 * @param complain called for each thing that the arms do not agree on
 */
export function mergeArms(
  arms: readonly TypeNode[],
  context: ShapeContext,
  read: ReadShape,
  resolve: (type: TypeNode) => Shape | null,
  complain: (what: string) => void,
): Shape | null {
  const items = arms.flatMap((arm) => itemsOf(arm, context, read));
  if (!agree(items)) complain('items');
  const item = shapeFor(items);
  const objects = arms
    .map((arm) => ({ shape: resolve(arm), parts: partsOf(arm, context, read) }))
    .filter(({ parts }) => parts.length > 0);
  const [object, ...others] = objects;
  if (others.length > 0 && objects.some(({ shape }) => shape?.arms)) complain('a tagged arm');
  const merged: Shape = {
    ...(others.length === 0
      ? object?.shape
      : mergeParts(
          objects.flatMap(({ parts }) => parts),
          complain,
        )),
    ...(item !== null && { items: item }),
  };
  return Object.keys(merged).length === 0 ? null : merged;
}
