import type { Overlay } from '../overlay/overlay.js';
import { isJsonObject, type Json, type JsonObject } from '../util/json.js';
import type { RawDefinition } from './definitions.js';
import { mapSubschemas } from './raw-schema.js';

/** Definitions whose properties have the names that they have on the wire. */
export interface Corrected {
  readonly definitions: readonly RawDefinition[];
  /** The entries of the overlay that had something to correct. */
  readonly applied: ReadonlySet<string>;
}

/** Corrects the names of properties that the schema is wrong about. */
export function correctProperties(
  definitions: readonly RawDefinition[],
  corrections: Overlay['properties'],
): Corrected {
  const types = new Set([...corrections.keys()].map((entry) => entry.split('.', 1)[0]));
  const applied = new Set<string>();
  return {
    definitions: definitions.map((definition) =>
      types.has(definition.name) ? corrected(definition) : definition,
    ),
    applied,
  };

  function corrected(definition: RawDefinition): RawDefinition {
    const correct = (name: string): string => {
      const entry = `${definition.name}.${name}`;
      const correction = corrections.get(entry);
      if (correction !== undefined) applied.add(entry);
      return correction?.name ?? name;
    };
    return {
      ...definition,
      json: mapSubschemas(definition.json, (schema) => rename(schema, correct)),
    };
  }
}

function rename(schema: JsonObject, correct: (name: string) => string): JsonObject {
  const { properties, required } = schema;
  return {
    ...schema,
    ...(isJsonObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [correct(name), property]),
      ),
    }),
    ...(Array.isArray(required) && {
      required: (required as readonly Json[]).map((name) =>
        typeof name === 'string' ? correct(name) : name,
      ),
    }),
  };
}
