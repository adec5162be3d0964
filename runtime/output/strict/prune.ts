import { isJsonObject } from '../../schema/json-schema.js';
import { fits } from './fits.js';
import { nullMeansAbsent, resolved, type Shape } from './shape.js';

/**
 * Takes the nulls out of a reply that stand for absent properties, in place. Nulls that the user's
 * schema allows stay.
 */
export function prune(shape: Shape, value: unknown): void {
  const at = resolved(shape);
  if (!at) return;
  if (at.kind === 'union') {
    const branch = at.branches.find((each) => fits(each, value));
    if (branch) prune(branch, value);
    return;
  }
  if (Array.isArray(value)) {
    if (at.items) for (const item of value) prune(at.items, item);
    return;
  }
  if (!isJsonObject(value) || !at.properties) return;
  const object = value as Record<string, unknown>;
  for (const [key, property] of at.properties) {
    if (!Object.hasOwn(object, key)) continue;
    if (object[key] === null && nullMeansAbsent(property)) delete object[key];
    else prune(property.shape, object[key]);
  }
}
