import type { Json } from '../util/json.js';
import type { Pointer } from '../util/pointer.js';

/**
 * A JSON Schema as the compiler handles it. `load` fills it from draft-07; `normalise` rewrites it
 * until each node says exactly one thing, with the help of the last group of members.
 */
export interface SchemaNode {
  /** Where the node, or the node it was made of, stands in its document. */
  readonly pointer: Pointer;

  readonly description?: string;
  readonly default?: Json;
  readonly deprecated?: boolean;
  readonly format?: string;

  readonly $ref?: Pointer;
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];

  /** `null` is legal besides what the rest says. */
  readonly nullable?: true;
  /** The docs of single values of `enum`, by the value's JSON. */
  readonly valueDocs?: Readonly<Record<string, string>>;
  /** The properties that every arm of `oneOf` or `anyOf` has. */
  readonly base?: SchemaNode;
}

/** The keywords that decide which values fit; the others only describe. */
export const STRUCTURE: readonly (keyof SchemaNode)[] = [
  '$ref',
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'oneOf',
  'anyOf',
  'allOf',
  'base',
];

/** True if a node fits every value. */
export function isAny(node: SchemaNode): boolean {
  return STRUCTURE.every((keyword) => node[keyword] === undefined);
}

/** A copy of a node without some of its members. */
export function without<K extends keyof SchemaNode>(
  node: SchemaNode,
  ...keys: readonly K[]
): Omit<SchemaNode, K> {
  const copy: Partial<SchemaNode> = { ...node };
  for (const key of keys) delete copy[key];
  return copy as Omit<SchemaNode, K>;
}

/** A node whose direct subschemas were replaced; the same node if none of them changed. */
export function mapChildren(
  node: SchemaNode,
  change: (child: SchemaNode) => SchemaNode,
): SchemaNode {
  const changed = new Map<SchemaNode, SchemaNode>();
  for (const child of children(node)) {
    const result = change(child);
    if (result !== child) changed.set(child, result);
  }
  if (changed.size === 0) return node;
  const replaced = (child: SchemaNode): SchemaNode => changed.get(child) ?? child;
  const { properties, additionalProperties, items, oneOf, anyOf, allOf, base } = node;
  return {
    ...node,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, replaced(property)]),
      ),
    }),
    ...(additionalProperties && { additionalProperties: replaced(additionalProperties) }),
    ...(items && { items: replaced(items) }),
    ...(oneOf && { oneOf: oneOf.map(replaced) }),
    ...(anyOf && { anyOf: anyOf.map(replaced) }),
    ...(allOf && { allOf: allOf.map(replaced) }),
    ...(base && { base: replaced(base) }),
  };
}

/** The direct subschemas of a node. */
export function children(node: SchemaNode): SchemaNode[] {
  const found: SchemaNode[] = [];
  if (node.properties) found.push(...Object.values(node.properties));
  if (node.additionalProperties) found.push(node.additionalProperties);
  if (node.items) found.push(node.items);
  if (node.oneOf) found.push(...node.oneOf);
  if (node.anyOf) found.push(...node.anyOf);
  if (node.allOf) found.push(...node.allOf);
  if (node.base) found.push(node.base);
  return found;
}
