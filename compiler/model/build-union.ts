import { isAny, type SchemaNode } from '../load/schema-node.js';
import type { Definitions } from '../normalise/normalise.js';
import { docOf } from './read-doc.js';
import { externalTag, isLiteral, literalProperties, taggingOf } from './tagging.js';
import type { StructType, Tagging, TypeNode, Variant } from './type-node.js';

/** How to read what a union consists of. */
interface PartReader {
  type(node: SchemaNode): TypeNode;
  struct(node: SchemaNode): StructType;
}

/** The union that a node with `oneOf` or `anyOf` describes. */
export function buildUnion(node: SchemaNode, definitions: Definitions, read: PartReader): TypeNode {
  const all = node.oneOf ?? node.anyOf ?? [];
  if (all.some(isAny) && node.base === undefined) return { kind: 'any' };
  const arms = all.filter((arm) => !isOpening(arm, all));
  const tagging = taggingOf(arms, definitions);
  const [only] = arms;
  if (only !== undefined && all.length === 1 && !node.base && tagging.kind === 'untagged')
    return read.type(only);
  return {
    kind: 'union',
    tagging,
    base: node.base === undefined ? null : read.struct(node.base),
    variants: arms.map((arm): Variant => ({
      tag: tagOf(arm, tagging, definitions),
      type: read.type(arm),
      doc: docOf(arm),
      stability: 'stable',
      pointer: arm.pointer,
    })),
    open: arms.length < all.length,
  };
}

/**
 * An arm that fits every string beside string literals, or every object beside tagged objects, says
 * that the list is not complete. As a type it would swallow the arms that say something.
 */
function isOpening(arm: SchemaNode, all: readonly SchemaNode[]): boolean {
  if (arm.type === 'string' && !isLiteral(arm)) return all.some(isLiteral);
  const openMap =
    arm.type === 'object' &&
    arm.properties === undefined &&
    arm.additionalProperties !== undefined &&
    arm.additionalProperties !== false &&
    isAny(arm.additionalProperties);
  return openMap && all.some((other) => externalTag(other) !== null);
}

function tagOf(arm: SchemaNode, tagging: Tagging, definitions: Definitions): string | null {
  if (tagging.kind === 'internal')
    return literalProperties(arm, definitions).get(tagging.key) ?? null;
  return tagging.kind === 'external' ? externalTag(arm) : null;
}
