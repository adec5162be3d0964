import { isAny, without, type SchemaNode } from '../../load/schema-node.js';
import type { Rule } from '../rule.js';

/** `null` beside other types becomes a mark on the node, however the schema spells it. */
export const hoistNull: Rule = {
  name: 'hoist null',
  apply: (node) => hoistFromArms(hoistFromArms(hoistFromEnum(node), 'anyOf'), 'oneOf'),
};

function hoistFromEnum(node: SchemaNode): SchemaNode {
  if (node.enum === undefined || node.enum.length < 2 || !node.enum.includes(null)) return node;
  return { ...node, enum: node.enum.filter((value) => value !== null), nullable: true };
}

function hoistFromArms(node: SchemaNode, keyword: 'anyOf' | 'oneOf'): SchemaNode {
  const arms = node[keyword];
  if (arms === undefined) return node;
  const others = arms.filter((arm) => arm.type !== 'null');
  const [only] = others;
  if (only === undefined) return node;

  const outer = without(node, keyword);
  const nullable = others.length < arms.length;
  if (nullable && others.length === 1 && isAny(outer)) return { ...only, ...outer, nullable: true };
  if (!nullable && !others.some((arm) => arm.nullable)) return node;
  return { ...node, [keyword]: others.map((arm) => without(arm, 'nullable')), nullable: true };
}
