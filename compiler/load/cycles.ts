import type { Report } from '../diagnostics/report.js';
import type { Pointer } from '../util/pointer.js';
import type { Definition } from './load.js';
import type { SchemaNode } from './schema-node.js';

/**
 * Reports every definition that leads back to itself without a property or an item in between: no value
 * could be told to fit it.
 */
export function checkCycles(
  definitions: ReadonlyMap<Pointer, Definition>,
  path: string,
  report: Report,
): void {
  for (const { pointer, name, schema } of definitions.values())
    if (standsFor(schema, pointer, new Set()))
      report.error('circular-reference', `${path}${pointer}`, `\`${name}\` is defined as itself`);

  function standsFor(node: SchemaNode, wanted: Pointer, seen: Set<Pointer>): boolean {
    if (node.$ref === undefined)
      return [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.allOf ?? [])].some((arm) =>
        standsFor(arm, wanted, seen),
      );
    if (node.$ref === wanted) return true;
    const target = definitions.get(node.$ref);
    if (target === undefined || seen.has(node.$ref)) return false;
    seen.add(node.$ref);
    return standsFor(target.schema, wanted, seen);
  }
}
