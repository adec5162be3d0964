import { isJsonObject, type Json, type JsonObject } from '../util/json.js';

/** Keywords that hold a schema, a list of schemas, or schemas by name. */
const SINGLE: ReadonlySet<string> = new Set(['items', 'additionalProperties']);
const LISTS: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'allOf']);
const MAPS: ReadonlySet<string> = new Set(['properties']);

/**
 * A copy of a schema as it was written, with every object schema in it changed, the innermost first.
 * Data that only looks like a schema, such as a default, is left alone.
 */
export function mapSubschemas(json: Json, change: (schema: JsonObject) => JsonObject): Json {
  if (!isJsonObject(json)) return json;
  const inside = (value: Json): Json => mapSubschemas(value, change);
  return change(
    mapEntries(json, (value, keyword) => {
      if (SINGLE.has(keyword)) return inside(value);
      if (LISTS.has(keyword) && Array.isArray(value)) return value.map(inside);
      return MAPS.has(keyword) && isJsonObject(value) ? mapEntries(value, inside) : value;
    }),
  );
}

function mapEntries(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, change(value, key)]),
  );
}
