import type { StructType, TypeNode, UnionType } from '../model/type-node.js';
import type { Pointer } from '../util/pointer.js';
import { partsOf } from './arm-part.js';
import { isScalar } from './leaves.js';
import { mergeArms } from './merge-arms.js';
import type { ShapeContext } from './shape-context.js';
import type { FieldShape, Shape, ShapeRef } from './shape.js';

/** What values of a type need; null if they pass unchanged. */
export function shapeOf(type: TypeNode, context: ShapeContext, pointer: Pointer): ShapeRef | null {
  switch (type.kind) {
    case 'nullable':
      return shapeOf(type.type, context, pointer);
    case 'array': {
      const items = shapeOf(type.items, context, pointer);
      return items === null ? null : { items };
    }
    case 'map': {
      const values = shapeOf(type.values, context, pointer);
      return values === null ? null : { values };
    }
    case 'reference':
      return context.respelled.has(type.to) ? (context.names.get(type.to) ?? null) : null;
    case 'struct':
      return structShape(type, context, pointer);
    case 'union':
      return unionShape(type, context, pointer);
    default:
      return null;
  }
}

function structShape(type: StructType, context: ShapeContext, pointer: Pointer): Shape | null {
  const fields = new Map<string, FieldShape>();
  const values = type.rest === null ? null : shapeOf(type.rest, context, pointer);
  checkNames(
    type.fields.map((field) => field.name),
    context,
    pointer,
  );
  for (const field of type.fields) {
    const name = context.spell(field.name);
    const shape = shapeOf(field.type, context, pointer);
    if (shape !== null) fields.set(field.name, [name, shape]);
    // What other properties need must not be done to one that has a name.
    else if (name !== field.name || (values !== null && !isScalar(field.type, context)))
      fields.set(field.name, name);
  }
  if (fields.size === 0 && values === null) return null;
  return {
    ...(fields.size > 0 && { fields: Object.fromEntries(fields) }),
    ...(values !== null && { values }),
  };
}

/** Reports names that one object has and that are one in snake_case. */
function checkNames(names: Iterable<string>, context: ShapeContext, pointer: Pointer): void {
  const spelled = new Map<string, string>();
  for (const name of new Set(names)) {
    const snake = context.spell(name);
    const other = spelled.get(snake);
    if (other !== undefined)
      context.report.error(
        'name-collision',
        pointer,
        `The properties \`${other}\` and \`${name}\` are both \`${snake}\` in snake_case`,
      );
    spelled.set(snake, name);
  }
}

function unionShape(type: UnionType, context: ShapeContext, pointer: Pointer): Shape | null {
  if (type.tagging.kind === 'internal')
    return taggedShape(type, type.tagging.key, context, pointer);
  return mergeArms(
    [...type.variants.map((variant) => variant.type), ...(type.base ? [type.base] : [])],
    context,
    (inner) => shapeOf(inner, context, pointer),
    (inner) => resolvedShape(inner, context, pointer),
    (what) =>
      context.report.error(
        'ambiguous-spelling',
        pointer,
        `The arms of an untagged union do not agree: ${what}`,
      ),
  );
}

function taggedShape(
  { base, variants }: UnionType,
  key: string,
  context: ShapeContext,
  pointer: Pointer,
): Shape | null {
  const shared = base && structShape(base, context, pointer);
  const arms = new Map<string, ShapeRef>();
  for (const { type, tag } of variants) {
    const shape = shapeOf(type, context, pointer);
    if (shape !== null && tag !== null) arms.set(tag, shape);
    for (const { named } of partsOf(type, context, () => null))
      checkNames(
        [...(base?.fields ?? []).map((field) => field.name), ...named.keys()],
        context,
        pointer,
      );
  }
  const shapes = variants.map((variant) => resolvedShape(variant.type, context, pointer));
  if ([shared, ...shapes].some((shape) => shape?.values !== undefined))
    context.report.error(
      'ambiguous-spelling',
      pointer,
      'An arm of a tagged union has further properties that differ in snake_case',
    );
  if (arms.size === 0) return shared;
  return {
    ...shared,
    tag: [key, context.spell(key)],
    arms: Object.fromEntries(arms),
  };
}

/** The shape itself where only its name is known. */
function resolvedShape(type: TypeNode, context: ShapeContext, pointer: Pointer): Shape | null {
  if (type.kind === 'nullable') return resolvedShape(type.type, context, pointer);
  if (type.kind === 'reference') {
    const target = context.respelled.has(type.to) ? context.declarations.get(type.to) : undefined;
    return target === undefined ? null : resolvedShape(target.type, context, pointer);
  }
  const shape = shapeOf(type, context, pointer);
  return typeof shape === 'string' ? null : shape;
}
