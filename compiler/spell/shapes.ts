import type { UsedDeclaration } from '../bind/protocol.js';
import type { Report } from '../diagnostics/report.js';
import type { StructType, TypeNode, UnionType } from '../model/type-node.js';
import { canonicalJson } from '../util/json.js';
import type { Pointer } from '../util/pointer.js';
import type { FieldShape, Shape, ShapeRef } from './shape.js';

/** What the shapes of one protocol are made of. */
export interface ShapeContext {
  readonly declarations: ReadonlyMap<Pointer, UsedDeclaration>;
  readonly respelled: ReadonlySet<Pointer>;
  /** The names under which declared shapes are found. */
  readonly names: ReadonlyMap<Pointer, string>;
  readonly spell: (name: string) => string;
  readonly report: Report;
}

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
  const spelled = new Map<string, string>();
  for (const field of type.fields) {
    const name = context.spell(field.name);
    const other = spelled.get(name);
    if (other !== undefined)
      context.report.error(
        'name-collision',
        pointer,
        `The properties \`${other}\` and \`${field.name}\` are both \`${name}\` in snake_case`,
      );
    spelled.set(name, field.name);
    const shape = shapeOf(field.type, context, pointer);
    if (shape !== null) fields.set(field.name, [name, shape]);
    else if (name !== field.name) fields.set(field.name, name);
  }
  const values = type.rest === null ? null : shapeOf(type.rest, context, pointer);
  if (fields.size === 0 && values === null) return null;
  return {
    ...(fields.size > 0 && { fields: Object.fromEntries(fields) }),
    ...(values !== null && { values }),
  };
}

function unionShape(type: UnionType, context: ShapeContext, pointer: Pointer): Shape | null {
  const base = type.base && structShape(type.base, context, pointer);
  const { tagging } = type;
  if (tagging.kind !== 'internal') {
    const arms = type.variants.map((variant) => variant.type);
    return mergeArms([...arms, ...(type.base ? [type.base] : [])], context, pointer);
  }
  const arms = new Map<string, ShapeRef>();
  for (const variant of type.variants) {
    const shape = shapeOf(variant.type, context, pointer);
    if (shape !== null && variant.tag !== null) arms.set(variant.tag, shape);
  }
  if (arms.size === 0) return base;
  return {
    ...base,
    tag: [tagging.key, context.spell(tagging.key)],
    arms: Object.fromEntries(arms),
  };
}

/**
 * One shape for values whose arm cannot be told from a tag. That works as long as the arms that a
 * value could be taken for agree on what its properties need.
 */
function mergeArms(
  arms: readonly TypeNode[],
  context: ShapeContext,
  pointer: Pointer,
): Shape | null {
  const known = arms.map((arm) => ({
    type: resolveArm(arm, context),
    shape: resolveShape(shapeOf(arm, context, pointer), arm, context, pointer),
  }));
  const objects = known.filter(({ type }) => !isScalar(type) && type.kind !== 'array');
  const [object, ...others] = objects;
  const items = agreed(
    'items',
    known.flatMap(({ shape }) => shape?.items ?? []),
  );
  const merged: Shape = {
    ...(others.length === 0 ? object?.shape : mergeObjects()),
    ...(items !== undefined && { items }),
  };
  return Object.keys(merged).length === 0 ? null : merged;

  function mergeObjects(): Shape {
    const fields = new Map<string, FieldShape>();
    for (const { shape } of objects) {
      if (shape?.arms !== undefined) complain('a tagged arm');
      for (const [name, field] of Object.entries(shape?.fields ?? {}))
        fields.set(
          name,
          agreed(`property \`${name}\``, [fields.get(name) ?? field, field]) ?? field,
        );
    }
    const renames = fields.size > 0;
    for (const { type, shape } of objects) {
      if (renames && type.kind !== 'struct' && shape?.fields === undefined)
        complain('an arm with free keys');
      if (type.kind === 'struct') for (const name of leftAlone(type, shape)) complain(name);
    }
    const values = agreed(
      'further properties',
      objects.flatMap(({ shape }) => shape?.values ?? []),
    );
    return {
      ...(renames && { fields: Object.fromEntries(fields) }),
      ...(values !== undefined && { values }),
    };

    /** Properties that one arm leaves alone although another looks into them. */
    function leftAlone(type: StructType, shape: Shape | null): string[] {
      return type.fields
        .filter((field) => typeof fields.get(field.name) === 'object' && !isScalar(field.type))
        .filter((field) => typeof shape?.fields?.[field.name] !== 'object')
        .map((field) => `property \`${field.name}\``);
    }
  }

  function agreed<T>(what: string, choices: readonly T[]): T | undefined {
    if (new Set(choices.map((choice) => canonicalJson(choice))).size > 1) complain(what);
    return choices[0];
  }

  function complain(what: string): void {
    context.report.error(
      'ambiguous-spelling',
      pointer,
      `The arms of an untagged union do not agree: ${what}`,
    );
  }
}

function resolveArm(type: TypeNode, context: ShapeContext): TypeNode {
  if (type.kind === 'nullable') return resolveArm(type.type, context);
  if (type.kind !== 'reference') return type;
  const target = context.declarations.get(type.to);
  return target === undefined ? type : resolveArm(target.type, context);
}

/** The shape itself where only its name is known. */
function resolveShape(
  shape: ShapeRef | null,
  arm: TypeNode,
  context: ShapeContext,
  pointer: Pointer,
): Shape | null {
  if (typeof shape !== 'string') return shape;
  const inner = shapeOf(resolveArm(arm, context), context, pointer);
  return typeof inner === 'string' ? null : inner;
}

/** True if a value of the type has no inside. */
function isScalar(type: TypeNode): boolean {
  if (type.kind === 'nullable') return isScalar(type.type);
  return ['null', 'boolean', 'string', 'number', 'literal', 'enum'].includes(type.kind);
}
