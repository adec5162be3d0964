import { isJsonObject, type JsonObject, jsonTypeOf } from '../../schema/json-schema.js';
import { sameJson } from './same-json.js';
import {
  type Constraint,
  nullMeansAbsent,
  resolved,
  type Shape,
  type ValueShape,
} from './shape.js';

/** Whether a value has a shape, where null may stand for a property that is absent. */
export function fits(shape: Shape, value: unknown): boolean {
  return fitsShape(shape, value, new Set());
}

/** `tried` holds what was asked of this very value already, for schemas that refer to themselves. */
function fitsShape(shape: Shape, value: unknown, tried: Set<Shape>): boolean {
  const at = resolved(shape);
  if (!at || tried.has(at)) return false;
  if (at.kind === 'value') return fitsValue(at, value);
  tried.add(at);
  return at.branches.some((branch) => fitsShape(branch, value, tried));
}

function fitsValue(shape: ValueShape, value: unknown): boolean {
  const type = jsonTypeOf(value);
  if (!shape.types.some((each) => each === type || (each === 'number' && type === 'integer'))) {
    return false;
  }
  if (shape.values && !shape.values.some((each) => sameJson(each, value))) return false;
  if (!shape.constraints.every((constraint) => meets(constraint, value))) return false;
  if (Array.isArray(value)) {
    const { items } = shape;
    return !items || value.every((item) => fits(items, item));
  }
  return !isJsonObject(value) || fitsObject(shape, value);
}

function fitsObject({ properties = new Map() }: ValueShape, value: JsonObject): boolean {
  if (Object.keys(value).some((key) => !properties.has(key))) return false;
  return [...properties].every(([key, property]) => {
    if (!Object.hasOwn(value, key)) return property.optional;
    if (value[key] === null && nullMeansAbsent(property)) return true;
    return fits(property.shape, value[key]);
  });
}

function meets({ keyword, value: limit }: Constraint, value: unknown): boolean {
  if (typeof value === 'number' && typeof limit === 'number') {
    return meetsNumber(keyword, limit, value);
  }
  if (typeof value === 'string') {
    if (keyword === 'pattern') return matches(String(limit), value);
    return meetsSize(keyword, 'Length', limit, () => Array.from(value).length);
  }
  if (Array.isArray(value)) {
    if (keyword === 'uniqueItems' && limit === true) return allDifferent(value);
    return meetsSize(keyword, 'Items', limit, () => value.length);
  }
  if (!isJsonObject(value)) return true;
  return meetsSize(keyword, 'Properties', limit, () => Object.keys(value).length);
}

function meetsNumber(keyword: string, limit: number, value: number): boolean {
  switch (keyword) {
    case 'minimum':
      return value >= limit;
    case 'maximum':
      return value <= limit;
    case 'exclusiveMinimum':
      return value > limit;
    case 'exclusiveMaximum':
      return value < limit;
    case 'multipleOf':
      return Number.isInteger(value / limit);
    default:
      return true;
  }
}

function meetsSize(keyword: string, of: string, limit: unknown, size: () => number): boolean {
  if (keyword === `min${of}`) return size() >= Number(limit);
  return keyword !== `max${of}` || size() <= Number(limit);
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function allDifferent(values: readonly unknown[]): boolean {
  return values.every((value, index) =>
    values.slice(index + 1).every((other) => !sameJson(value, other)),
  );
}
