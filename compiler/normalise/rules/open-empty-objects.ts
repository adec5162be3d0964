import type { Rule } from '../rule.js';

/** An object that names no property may hold anything: peers never refuse unknown properties. */
export const openEmptyObjects: Rule = {
  name: 'empty object to open map',
  apply: (node) => {
    const named = [...Object.keys(node.properties ?? {}), ...(node.required ?? [])];
    return node.type === 'object' && named.length === 0 && node.additionalProperties === undefined
      ? { ...node, additionalProperties: { pointer: node.pointer } }
      : node;
  },
};
