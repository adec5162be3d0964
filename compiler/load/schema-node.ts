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

/** A node whose direct subschemas were replaced. */
export function mapChildren(
  node: SchemaNode,
  change: (child: SchemaNode) => SchemaNode,
): SchemaNode {
  const all = (nodes: readonly SchemaNode[]): SchemaNode[] => nodes.map(change);
  return {
    ...node,
    ...(node.properties && {
      properties: Object.fromEntries(
        Object.entries(node.properties).map(([name, property]) => [name, change(property)]),
      ),
    }),
    ...(node.additionalProperties && { additionalProperties: change(node.additionalProperties) }),
    ...(node.items && { items: change(node.items) }),
    ...(node.oneOf && { oneOf: all(node.oneOf) }),
    ...(node.anyOf && { anyOf: all(node.anyOf) }),
    ...(node.allOf && { allOf: all(node.allOf) }),
    ...(node.base && { base: change(node.base) }),
  };
}

/** The direct subschemas of a node. */
export function children(node: SchemaNode): SchemaNode[] {
  return [
    ...Object.values(node.properties ?? {}),
    ...(node.additionalProperties ? [node.additionalProperties] : []),
    ...(node.items ? [node.items] : []),
    ...(node.oneOf ?? []),
    ...(node.anyOf ?? []),
    ...(node.allOf ?? []),
    ...(node.base ? [node.base] : []),
  ];
}
