import type { Report } from '../diagnostics/report.js';
import type { Definition } from '../load/load.js';
import { mapChildren, type SchemaNode } from '../load/schema-node.js';
import { mapSubschemas } from '../load/raw-schema.js';
import { canonicalJson, type Json } from '../util/json.js';
import { sortedBy } from '../util/order.js';
import { lastSegment, targetOf, type Pointer } from '../util/pointer.js';
import type { Definitions } from './normalise.js';

/**
 * Bundles repeat a few definitions in two scopes. Where the copies differ in docs only they become
 * one, and what referred to either refers to that one.
 */
export function mergeTwins(
  definitions: readonly Definition[],
  path: string,
  report: Report,
): Definitions {
  const kept = new Map<string, Definition>();
  const aliases = new Map<Pointer, Pointer>();
  for (const definition of sortedBy(definitions, ({ pointer }) => pointer)) {
    const twin = kept.get(definition.name);
    if (twin === undefined) {
      kept.set(definition.name, definition);
    } else if (shapeOf(twin.schema) === shapeOf(definition.schema)) {
      aliases.set(definition.pointer, twin.pointer);
    } else {
      report.error(
        'duplicate-definition',
        `${path}${definition.pointer}`,
        `\`${definition.name}\` is also defined at ${twin.pointer}, with another shape`,
      );
    }
  }
  return new Map(
    [...kept.values()].map((definition) => [definition.pointer, redirected(definition, aliases)]),
  );
}

/** What a schema accepts, without docs and places. References count by name: twins are merged too. */
function shapeOf(schema: SchemaNode): string {
  const bare = (node: SchemaNode): SchemaNode => {
    const { pointer: _pointer, description: _description, valueDocs: _docs, ...shape } = node;
    return mapChildren(
      {
        ...shape,
        pointer: '',
        ...(shape.$ref !== undefined && { $ref: lastSegment(shape.$ref) }),
      },
      bare,
    );
  };
  return canonicalJson(bare(schema));
}

function redirected(definition: Definition, aliases: ReadonlyMap<Pointer, Pointer>): Definition {
  const schema = redirect(definition.schema, aliases);
  return schema === definition.schema
    ? definition
    : { ...definition, schema, json: redirectJson(definition.json, aliases) };
}

function redirect(schema: SchemaNode, aliases: ReadonlyMap<Pointer, Pointer>): SchemaNode {
  const target = schema.$ref === undefined ? undefined : aliases.get(schema.$ref);
  return mapChildren(target === undefined ? schema : { ...schema, $ref: target }, (inner) =>
    redirect(inner, aliases),
  );
}

function redirectJson(json: Json, aliases: ReadonlyMap<Pointer, Pointer>): Json {
  return mapSubschemas(json, (schema) => {
    const target =
      typeof schema['$ref'] === 'string' ? aliases.get(targetOf(schema['$ref'])) : undefined;
    return target === undefined ? schema : { ...schema, $ref: target };
  });
}
