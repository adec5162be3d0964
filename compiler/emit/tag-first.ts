import type { Tagging, TypeNode } from '../model/type-node.js';

/** The arm of a union with its tag before the other properties: it says what the arm is. */
export function tagFirst(type: TypeNode, tagging: Tagging): TypeNode {
  if (tagging.kind !== 'internal' || type.kind !== 'struct') return type;
  const isTag = ({ name }: { readonly name: string }): boolean => name === tagging.key;
  const { fields } = type;
  return { ...type, fields: [...fields.filter(isTag), ...fields.filter((field) => !isTag(field))] };
}
