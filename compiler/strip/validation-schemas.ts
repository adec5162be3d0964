import { methodsOf, requestsOf, type Protocol } from '../bind/protocol.js';
import { mapSubschemas } from '../load/raw-schema.js';
import type { TypeNode } from '../model/type-node.js';
import type { Definitions } from '../normalise/normalise.js';
import { isJsonObject, type Json, type JsonObject } from '../util/json.js';
import { targetOf, type Pointer } from '../util/pointer.js';

/** JSON Schemas that give the same verdicts as the schema itself, and say nothing else. */
export interface ValidationSchemas {
  /** By the name of the type, in code-unit order. They refer to each other by that name. */
  readonly definitions: ReadonlyMap<string, Json>;
  /** By method; only those that have params. */
  readonly params: ReadonlyMap<string, Json>;
  /** By method; only those that are answered and whose result is known. */
  readonly results: ReadonlyMap<string, Json>;
}

/** @param names the names of the types, by place */
export function stripSchemas(
  protocol: Protocol,
  definitions: Definitions,
  names: ReadonlyMap<Pointer, string>,
): ValidationSchemas {
  const strip = (json: Json): Json => mapSubschemas(json, (schema) => bare(schema, names));
  return {
    definitions: new Map(
      [...names].map(([pointer, name]) => [name, strip(definitions.get(pointer)?.json ?? true)]),
    ),
    params: new Map(
      methodsOf(protocol)
        .filter((method) => method.params.type !== null)
        .map((method) => [method.method, strip(paramsOf(method.pointer, definitions))]),
    ),
    results: new Map(
      requestsOf(protocol).flatMap(({ method, result }) => {
        const schema = referenceTo(result, names);
        return schema === null ? [] : [[method, schema]];
      }),
    ),
  };
}

/** What only describes. Formats count as such: those of the schema name the sizes of integers. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'deprecated',
  'examples',
  'format',
  'readOnly',
  'writeOnly',
]);

function bare(schema: JsonObject, names: ReadonlyMap<Pointer, string>): JsonObject {
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  return Object.fromEntries(
    kept.map(([keyword, value]) => {
      const name =
        keyword === '$ref' && typeof value === 'string' ? names.get(targetOf(value)) : undefined;
      return [keyword, name === undefined ? value : `#/definitions/${name}`];
    }),
  );
}

/** The params of a message, as they are written in its envelope. */
function paramsOf(message: Pointer, definitions: Definitions): Json {
  for (const [pointer, definition] of definitions) {
    if (message !== pointer && !message.startsWith(`${pointer}/`)) continue;
    const [, ...arm] = message.slice(pointer.length).split('/');
    const path = [...arm, 'properties', 'params'];
    return path.reduce<Json>(step, definition.json);
  }
  return true;
}

function step(json: Json, key: string): Json {
  if (isJsonObject(json)) return json[key] ?? true;
  return (Array.isArray(json) ? (json as readonly Json[])[Number(key)] : undefined) ?? true;
}

function referenceTo(type: TypeNode, names: ReadonlyMap<Pointer, string>): Json | null {
  const name = type.kind === 'reference' ? names.get(type.to) : undefined;
  return name === undefined ? null : { $ref: `#/definitions/${name}` };
}
