import { isAny, without, type SchemaNode } from '../load/schema-node.js';
import { sortedBy } from '../util/order.js';
import { buildUnion } from './build-union.js';
import { readDoc, docOf } from './read-doc.js';
import type { TypeContext } from './type-context.js';
import type { EnumType, Field, StructType, TypeNode } from './type-node.js';

/** The type that a normal schema describes. */
export function buildType(node: SchemaNode, context: TypeContext): TypeNode {
  if (node.nullable) {
    const type = buildType(without(node, 'nullable'), context);
    return type.kind === 'any' ? type : { kind: 'nullable', type };
  }
  if (isAny(node)) return { kind: 'any' };
  if (node.$ref !== undefined) return { kind: 'reference', to: node.$ref };
  if (node.allOf !== undefined || (node.oneOf !== undefined && node.anyOf !== undefined))
    return unsupported(node, context);
  if (node.const !== undefined) return { kind: 'literal', value: node.const };
  if (node.enum !== undefined) return enumType(node);
  if (node.oneOf !== undefined || node.anyOf !== undefined)
    return buildUnion(node, context.definitions, {
      type: (inner) => buildType(inner, context),
      struct: (inner) => structType(inner, context),
    });
  return plainType(node, context);
}

function plainType(node: SchemaNode, context: TypeContext): TypeNode {
  switch (node.type ?? impliedType(node)) {
    case 'object':
      return objectType(node, context);
    case 'array':
      return {
        kind: 'array',
        items: node.items === undefined ? { kind: 'any' } : buildType(node.items, context),
      };
    case 'string':
      return { kind: 'string' };
    case 'integer':
      return { kind: 'number', integer: true };
    case 'number':
      return { kind: 'number', integer: false };
    case 'boolean':
      return { kind: 'boolean' };
    case 'null':
      return { kind: 'null' };
    default:
      return unsupported(node, context);
  }
}

function unsupported(node: SchemaNode, context: TypeContext): TypeNode {
  const keywords = Object.keys(without(node, 'pointer', 'description', 'default'));
  const found = keywords.map((keyword) => `\`${keyword}\``).join(', ');
  context.report.error('unsupported-schema', node.pointer, `A schema made of ${found}`);
  return { kind: 'any' };
}

function impliedType(node: SchemaNode): string | undefined {
  if (node.items !== undefined) return 'array';
  return node.properties || node.required || node.additionalProperties !== undefined
    ? 'object'
    : undefined;
}

function objectType(node: SchemaNode, context: TypeContext): TypeNode {
  const struct = structType(node, context);
  return struct.fields.length === 0 && struct.rest !== null
    ? { kind: 'map', values: struct.rest }
    : struct;
}

export function structType(node: SchemaNode, context: TypeContext): StructType {
  const required = new Set(node.required);
  const named = new Map(Object.entries(node.properties ?? {}));
  for (const name of required) if (!named.has(name)) named.set(name, { pointer: node.pointer });
  return {
    kind: 'struct',
    fields: sortedBy(named, ([name]) => name).map(([name, property]): Field => ({
      name,
      type: buildType(property, context),
      required: required.has(name),
      doc: docOf(property),
      stability: 'stable',
    })),
    rest: node.additionalProperties ? buildType(node.additionalProperties, context) : null,
  };
}

function enumType(node: SchemaNode): EnumType {
  return {
    kind: 'enum',
    values: (node.enum ?? []).map((value) => ({
      value,
      doc: readDoc(node.valueDocs?.[JSON.stringify(value)]),
      stability: 'stable',
    })),
  };
}
