import { without } from '../../load/schema-node.js';
import type { Rule } from '../rule.js';

/** An enum of one value is a literal. The type beside values adds nothing. */
export const literalEnum: Rule = {
  name: 'one-value enum to const',
  apply: (node) => {
    if (node.enum === undefined && node.const === undefined) return node;
    const untyped = without(node, 'type');
    const [only] = node.enum ?? [];
    return only !== undefined && node.enum?.length === 1 && !node.valueDocs
      ? { ...without(untyped, 'enum'), const: only }
      : untyped;
  },
};
