import { isAny, without, type SchemaNode } from '../../load/schema-node.js';
import type { Rule } from '../rule.js';

/** `anyOf` inside `anyOf` says the same as one list, as long as the inner one adds nothing else. */
export const flattenNestedUnions: Rule = {
  name: 'flatten nested unions',
  apply: (node) => {
    if (node.anyOf !== undefined) return { ...node, anyOf: node.anyOf.flatMap(armsOf) };
    if (node.oneOf !== undefined) return { ...node, oneOf: node.oneOf.flatMap(armsOf) };
    return node;
  },
};

function armsOf(arm: SchemaNode): readonly SchemaNode[] {
  const inner = arm.anyOf ?? arm.oneOf;
  if (inner === undefined || arm.description !== undefined) return [arm];
  if (!isAny(without(arm, 'anyOf', 'oneOf'))) return [arm];
  return arm.nullable ? [...inner, { pointer: arm.pointer, type: 'null' }] : inner;
}
