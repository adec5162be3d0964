import { without, type SchemaNode } from '../../load/schema-node.js';
import type { Rule } from '../rule.js';

/** A list of types becomes a union with one arm for each, holding the keywords that concern it. */
export const splitTypeLists: Rule = {
  name: 'split type lists',
  apply: (node) => {
    const { type } = node;
    if (typeof type !== 'object' || node.enum || node.anyOf || node.oneOf) return node;
    return {
      ...without(node, 'type', 'format', 'items', 'properties', 'required', 'additionalProperties'),
      anyOf: type.map((single) => ({
        pointer: node.pointer,
        type: single,
        ...concerning(single, node),
      })),
    };
  },
};

function concerning(type: string, node: SchemaNode): Partial<SchemaNode> {
  switch (type) {
    case 'object':
      return {
        ...(node.properties && { properties: node.properties }),
        ...(node.required && { required: node.required }),
        ...(node.additionalProperties !== undefined && {
          additionalProperties: node.additionalProperties,
        }),
      };
    case 'array':
      return node.items ? { items: node.items } : {};
    case 'null':
    case 'boolean':
      return {};
    default:
      return node.format === undefined ? {} : { format: node.format };
  }
}
