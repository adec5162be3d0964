import type { SchemaNode } from '../load/schema-node.js';
import type { Definitions } from '../normalise/normalise.js';
import { byCodeUnit } from '../util/order.js';
import type { Tagging } from './type-node.js';

/** How the arms of a union are told apart. */
export function taggingOf(arms: readonly SchemaNode[], definitions: Definitions): Tagging {
  const key = internalKey(arms, definitions);
  if (key !== undefined) return { kind: 'internal', key };
  const external = arms.every((arm) => isLiteral(arm) || externalTag(arm) !== null);
  return { kind: external ? 'external' : 'untagged' };
}

/** The property that every arm requires and fills with a literal of its own. */
function internalKey(arms: readonly SchemaNode[], definitions: Definitions): string | undefined {
  const [first, ...others] = arms.map((arm) => literalProperties(arm, definitions));
  return [...(first?.keys() ?? [])]
    .filter((key) => others.every((other) => other.has(key)))
    .filter((key) => {
      const values = [first, ...others].map((literals) => literals?.get(key));
      return new Set(values).size === arms.length;
    })
    .toSorted(byCodeUnit)[0];
}

/** The required properties of an object that are string literals, by name. */
export function literalProperties(
  arm: SchemaNode,
  definitions: Definitions,
): ReadonlyMap<string, string> {
  const target = arm.$ref === undefined ? arm : definitions.get(arm.$ref)?.schema;
  const literals = new Map<string, string>();
  for (const holder of [target, target?.base]) {
    for (const name of holder?.required ?? []) {
      const value = literalValue(ownProperty(holder, name));
      if (typeof value === 'string') literals.set(name, value);
    }
  }
  return literals;
}

function ownProperty(node: SchemaNode | undefined, name: string): SchemaNode | undefined {
  const { properties = {} } = node ?? {};
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function literalValue(node: SchemaNode | undefined): unknown {
  return node?.enum?.length === 1 ? node.enum[0] : node?.const;
}

export function isLiteral(arm: SchemaNode): boolean {
  return arm.const !== undefined || arm.enum !== undefined;
}

/** The only key of an object that holds nothing else. */
export function externalTag(arm: SchemaNode): string | null {
  const [key, ...others] = Object.keys(arm.properties ?? {});
  const closed = arm.additionalProperties === false;
  const sole = key !== undefined && others.length === 0 && arm.required?.includes(key) === true;
  return closed && sole ? key : null;
}
