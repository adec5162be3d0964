import type { Model } from '../model/model.js';
import type {
  EnumType,
  Field,
  Stability,
  StructType,
  TypeNode,
  UnionType,
  Variant,
} from '../model/type-node.js';
import { canonicalJson } from '../util/json.js';
import type { Notification } from './method.js';
import type { Protocol, UsedDeclaration } from './protocol.js';

/**
 * Marks everything that the stable bundle lacks. The two bundles are walked side by side from their
 * methods: what a filtered bundle still defines but no longer uses is not stable.
 */
export function markStability(protocol: Protocol, stable: Model): Protocol {
  const found = new Set<object>();
  const compare = comparer(protocol, stable, found);

  const lists = [
    [protocol.requests, stable.envelopes.request],
    [protocol.serverRequests, stable.envelopes.serverRequest],
    [protocol.notifications, stable.envelopes.notification],
    [protocol.clientNotifications, stable.envelopes.clientNotification],
  ] as const;
  for (const [methods, envelope] of lists) {
    const messages = new Map(envelope.messages.map((message) => [message.method, message]));
    for (const method of methods) {
      const twin = messages.get(method.method);
      if (twin === undefined) continue;
      found.add(method);
      if (method.params.type !== null && twin.params !== null)
        compare(method.params.type, twin.params);
      if ('result' in method) compareByName(method.result);
    }
  }
  compare(protocol.requestId, protocol.requestId);
  return marked(protocol, found);

  /** Results are bound once; in the stable bundle the definition of the same name is meant. */
  function compareByName(result: TypeNode): void {
    if (result.kind === 'reference') compare(result, result);
  }
}

function comparer(
  protocol: Protocol,
  stable: Model,
  found: Set<object>,
): (type: TypeNode, twin: TypeNode) => void {
  const stableByName = new Map(
    [...stable.declarations.values()].map((declaration) => [declaration.name, declaration]),
  );
  return compare;

  function compare(type: TypeNode, twin: TypeNode): void {
    if (type.kind === 'reference') {
      const declaration = protocol.declarations.get(type.to);
      const other = declaration && stableByName.get(declaration.name);
      if (declaration === undefined || other === undefined || found.has(declaration)) return;
      found.add(declaration);
      compare(declaration.type, other.type);
    } else if (type.kind === 'nullable') {
      compare(type.type, twin.kind === 'nullable' ? twin.type : twin);
    } else if (type.kind === 'array' && twin.kind === 'array') {
      compare(type.items, twin.items);
    } else if (type.kind === 'map' && twin.kind === 'map') {
      compare(type.values, twin.values);
    } else if (type.kind === 'struct') {
      compareStructs(type, twin);
    } else if (type.kind === 'enum') {
      compareEnums(type, twin);
    } else if (type.kind === 'union') {
      compareUnions(type, twin);
    }
  }

  function compareStructs(type: StructType, twin: TypeNode): void {
    if (twin.kind !== 'struct') return;
    for (const field of type.fields) {
      const other = twin.fields.find((candidate) => candidate.name === field.name);
      if (other === undefined) continue;
      found.add(field);
      compare(field.type, other.type);
    }
    if (type.rest !== null && twin.rest !== null) compare(type.rest, twin.rest);
  }

  function compareEnums(type: EnumType, twin: TypeNode): void {
    const known = new Set(
      twin.kind === 'enum'
        ? twin.values.map((value) => value.value)
        : twin.kind === 'literal'
          ? [twin.value]
          : [],
    );
    for (const value of type.values) if (known.has(value.value)) found.add(value);
  }

  function compareUnions(type: UnionType, twin: TypeNode): void {
    if (twin.kind !== 'union') return;
    for (const [index, variant] of type.variants.entries()) {
      const other = matching(variant, index, type, twin);
      if (other === undefined) continue;
      found.add(variant);
      compare(variant.type, other.type);
    }
    if (type.base !== null && twin.base !== null) compare(type.base, twin.base);
  }
}

function matching(
  variant: Variant,
  index: number,
  type: UnionType,
  twin: UnionType,
): Variant | undefined {
  if (variant.tag !== null) return twin.variants.find((other) => other.tag === variant.tag);
  if (type.variants.length === twin.variants.length) return twin.variants[index];
  const shape = canonicalJson(variant.type);
  return twin.variants.find(
    (other) =>
      other.tag === null && (other.type.kind === 'enum' || canonicalJson(other.type) === shape),
  );
}

function marked(protocol: Protocol, found: ReadonlySet<object>): Protocol {
  const stability = (thing: object): Stability => (found.has(thing) ? 'stable' : 'experimental');
  const method = <M extends Notification>(entry: M): M => ({
    ...entry,
    stability: stability(entry),
  });
  return {
    ...protocol,
    requests: protocol.requests.map(method),
    serverRequests: protocol.serverRequests.map(method),
    notifications: protocol.notifications.map(method),
    clientNotifications: protocol.clientNotifications.map(method),
    declarations: new Map(
      [...protocol.declarations].map(([pointer, declaration]) => [
        pointer,
        {
          ...declaration,
          stability: stability(declaration),
          type: mark(declaration.type),
        } satisfies UsedDeclaration,
      ]),
    ),
  };

  function mark(type: TypeNode): TypeNode {
    switch (type.kind) {
      case 'array':
        return { ...type, items: mark(type.items) };
      case 'map':
        return { ...type, values: mark(type.values) };
      case 'nullable':
        return { ...type, type: mark(type.type) };
      case 'struct':
        return markStruct(type);
      case 'enum':
        return {
          ...type,
          values: type.values.map((value) => ({ ...value, stability: stability(value) })),
        };
      case 'union':
        return {
          ...type,
          base: type.base && markStruct(type.base),
          variants: type.variants.map((variant) => ({
            ...variant,
            stability: stability(variant),
            type: mark(variant.type),
          })),
        };
      default:
        return type;
    }
  }

  function markStruct(type: StructType): StructType {
    return {
      ...type,
      fields: type.fields.map((field): Field => ({
        ...field,
        stability: stability(field),
        type: mark(field.type),
      })),
      rest: type.rest && mark(type.rest),
    };
  }
}
