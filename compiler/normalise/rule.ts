import type { SchemaNode } from '../load/schema-node.js';

/**
 * One step towards nodes that say exactly one thing each. A rule looks at one node, changes nothing
 * in place, and is idempotent.
 */
export interface Rule {
  readonly name: string;
  readonly apply: (node: SchemaNode) => SchemaNode;
}
