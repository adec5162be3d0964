import { isAny, without, type SchemaNode } from '../../load/schema-node.js';
import type { Json } from '../../util/json.js';
import type { Rule } from '../rule.js';

/**
 * A union of literals is an enum; the docs of its arms become docs of the values. Among other arms
 * the literals that stand side by side are merged in the same way.
 */
export const mergeLiterals: Rule = {
  name: 'merge literals',
  apply: (node) => {
    const arms = node.oneOf ?? node.anyOf;
    if (arms === undefined || !arms.some(isLiteral)) return node;
    if (arms.every(isLiteral) && isAny(without(node, 'oneOf', 'anyOf', 'type')))
      return { ...without(node, 'oneOf', 'anyOf'), ...merged(arms) };
    const [first] = arms.filter(isLiteral);
    const literals = arms.filter(isLiteral);
    const rest = arms.filter((arm) => !isLiteral(arm));
    const folded =
      first === undefined || literals.length < 2
        ? arms
        : [{ pointer: first.pointer, ...merged(literals) }, ...rest];
    return { ...node, ...(node.oneOf ? { oneOf: folded } : { anyOf: folded }) };
  },
};

/** True for a node that fits a finite list of values and says nothing else. */
function isLiteral(node: SchemaNode): boolean {
  return (
    (node.enum !== undefined || node.const !== undefined) &&
    isAny(without(node, 'enum', 'const', 'type')) &&
    !node.nullable
  );
}

function merged(arms: readonly SchemaNode[]): Partial<SchemaNode> {
  const values = arms.flatMap((arm) => valuesOf(arm));
  const docs = Object.fromEntries(
    arms.flatMap((arm) => [
      ...valuesOf(arm).flatMap((value) =>
        arm.description === undefined ? [] : [[JSON.stringify(value), arm.description]],
      ),
      ...Object.entries(arm.valueDocs ?? {}),
    ]),
  );
  return {
    enum: [...new Set(values)],
    ...(Object.keys(docs).length > 0 && { valueDocs: docs }),
  };
}

function valuesOf(node: SchemaNode): readonly Json[] {
  return node.enum ?? (node.const === undefined ? [] : [node.const]);
}
