import { without, type SchemaNode } from '../../load/schema-node.js';
import type { Rule } from '../rule.js';

/**
 * Properties beside `oneOf` or `anyOf` are what all arms share: they become the base of a union. A
 * name that is only required there is a property of the arms.
 */
export const splitBase: Rule = {
  name: 'split base from union',
  apply: (node) => {
    if (node.oneOf) return split(node, node.oneOf, (oneOf) => ({ oneOf }));
    if (node.anyOf) return split(node, node.anyOf, (anyOf) => ({ anyOf }));
    return node;
  },
};

function split(
  node: SchemaNode,
  arms: readonly SchemaNode[],
  withArms: (arms: readonly SchemaNode[]) => Partial<SchemaNode>,
): SchemaNode {
  const { properties = {}, required = [], additionalProperties } = node;
  const rest = without(node, 'type', 'properties', 'required', 'additionalProperties');
  const moved = required.filter(
    (name) => !Object.hasOwn(properties, name) && arms.every((arm) => hasProperty(arm, name)),
  );
  const kept = required.filter((name) => !moved.includes(name));
  const union = { ...rest, ...withArms(arms.map((arm) => requiring(arm, moved))) };
  if (Object.keys(properties).length === 0 && kept.length === 0) {
    // `type: object` beside arms only repeats what each arm says.
    return node.type === undefined || node.type === 'object' ? union : node;
  }
  const base: SchemaNode = {
    pointer: node.pointer,
    type: 'object',
    ...(node.properties && { properties }),
    ...(kept.length > 0 && { required: kept }),
    ...(additionalProperties !== undefined && { additionalProperties }),
  };
  return { ...union, base };
}

function hasProperty({ properties = {} }: SchemaNode, name: string): boolean {
  return Object.hasOwn(properties, name);
}

function requiring(arm: SchemaNode, names: readonly string[]): SchemaNode {
  const { required = [] } = arm;
  const missing = names.filter((name) => !required.includes(name));
  return missing.length === 0 ? arm : { ...arm, required: [...required, ...missing] };
}
