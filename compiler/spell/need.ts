import { canonicalJson } from '../util/json.js';
import type { ShapeRef } from './shape.js';

/** What a value at some place needs. */
export interface Need {
  readonly shape: ShapeRef | null;
  /** True if the value has no inside, so that it does not matter what is done to insides. */
  readonly indifferent: boolean;
}

/** The shape that suits all needs if they agree; null if nothing has to be done. */
export function shapeFor(needs: readonly Need[]): ShapeRef | null {
  return needs.find(({ shape }) => shape !== null)?.shape ?? null;
}

/** True if what one of them needs does no harm to the others. */
export function agree(needs: readonly Need[]): boolean {
  const shapes = needs.filter(({ shape, indifferent }) => shape !== null || !indifferent);
  return new Set(shapes.map(({ shape }) => canonicalJson(shape))).size <= 1;
}
