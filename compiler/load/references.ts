import type { Report } from '../diagnostics/report.js';
import type { Pointer } from '../util/pointer.js';
import { children, type SchemaNode } from './schema-node.js';

/** Reports every `$ref` that leads nowhere. */
export function checkReferences(
  roots: Iterable<SchemaNode>,
  known: { has(pointer: Pointer): boolean },
  path: string,
  report: Report,
): void {
  for (const root of roots) check(root);

  function check(node: SchemaNode): void {
    if (node.$ref !== undefined && !known.has(node.$ref))
      report.error(
        'dangling-reference',
        `${path}${node.pointer}`,
        `\`$ref\` to ${node.$ref}, which is not there`,
      );
    for (const inner of children(node)) check(inner);
  }
}
