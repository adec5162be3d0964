import { without, type SchemaNode } from '../../load/schema-node.js';
import type { Rule } from '../rule.js';

/** Properties beside `oneOf` or `anyOf` are what all arms share: they become the base of a union. */
export const splitBase: Rule = {
  name: 'split base from union',
  apply: (node) => {
    if ((node.oneOf ?? node.anyOf) === undefined) return node;
    const { properties, required, additionalProperties } = node;
    if (properties === undefined && required === undefined) {
      // `type: object` beside arms only repeats what each arm says.
      return node.type === 'object' ? without(node, 'type') : node;
    }
    const base: SchemaNode = {
      pointer: node.pointer,
      type: 'object',
      ...(properties && { properties }),
      ...(required && { required }),
      ...(additionalProperties !== undefined && { additionalProperties }),
    };
    return {
      ...without(node, 'type', 'properties', 'required', 'additionalProperties'),
      base,
    };
  },
};
