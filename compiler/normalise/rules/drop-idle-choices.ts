import { isAny, without, type SchemaNode } from '../../load/schema-node.js';
import type { Rule } from '../rule.js';

/**
 * A choice with an arm that fits everything says nothing beside a type: its arms are constraints that
 * no type can state. Beside properties it stays, for there the other arms may add some.
 */
export const dropIdleChoices: Rule = {
  name: 'drop idle choices',
  apply: (node) => drop(drop(node, 'oneOf'), 'anyOf'),
};

function drop(node: SchemaNode, keyword: 'oneOf' | 'anyOf'): SchemaNode {
  const outer = without(node, keyword);
  const idle = node[keyword]?.some(isAny) === true;
  const decides = isAny(outer) || outer.properties !== undefined || outer.required !== undefined;
  return idle && !decides ? outer : node;
}
