import { isAny, without } from '../../load/schema-node.js';
import type { Rule } from '../rule.js';

/** `allOf` with one arm is how a `$ref` gets a description or a default in draft-07. */
export const unwrapSingleAllOf: Rule = {
  name: 'unwrap single allOf',
  apply: (node) => {
    const [only, ...others] = node.allOf ?? [];
    if (only === undefined || others.length > 0) return node;
    const outer = without(node, 'allOf');
    return isAny(outer) ? { ...only, ...outer } : node;
  },
};
