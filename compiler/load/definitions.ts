import { isJsonObject, type Json, type JsonObject } from '../util/json.js';
import { child, type Pointer } from '../util/pointer.js';
import { takesObject } from './keywords.js';

/** One entry of `definitions`, before its schema is read. */
export interface RawDefinition {
  readonly pointer: Pointer;
  /** The namespaces around it, outermost first; empty at the root. */
  readonly scope: readonly string[];
  readonly name: string;
  readonly json: Json;
}

/**
 * Every definition of a bundle, keyed by its place. Bundles nest maps of definitions
 * (`definitions.v2.Turn`) where a schema is expected; such a map is a namespace.
 */
export function collectDefinitions(bundle: JsonObject): RawDefinition[] {
  const definitions = bundle['definitions'];
  return isJsonObject(definitions) ? collect(definitions, child('#', 'definitions'), []) : [];
}

function collect(
  definitions: JsonObject,
  pointer: Pointer,
  scope: readonly string[],
): RawDefinition[] {
  return Object.entries(definitions).flatMap(([name, json]) =>
    isNamespace(json)
      ? collect(json, child(pointer, name), [...scope, name])
      : [{ pointer: child(pointer, name), scope, name, json }],
  );
}

/**
 * A namespace holds nothing but schemas, under names of types. A schema of which that could be said
 * as well has a keyword that holds objects.
 */
function isNamespace(json: Json): json is JsonObject {
  if (!isJsonObject(json)) return false;
  const entries = Object.entries(json);
  return (
    entries.length > 0 &&
    entries.every(([name, value]) => !takesObject(name) && (isJsonObject(value) || value === true))
  );
}
