import type { Notification } from '../bind/method.js';
import type { Protocol, UsedDeclaration } from '../bind/protocol.js';
import type { Doc } from '../model/doc.js';
import type { StructType, TypeNode } from '../model/type-node.js';
import type { Overlay } from './overlay.js';

/** Replaces docs that the overlay words better. The marks that the schema's prose carries stay. */
export function applyDocs(protocol: Protocol, overlay: Overlay): Protocol {
  if (overlay.docs.size === 0) return protocol;
  const replaced = (key: string, doc: Doc): Doc => {
    const entry = overlay.docs.get(key);
    return entry === undefined ? doc : { ...doc, text: entry.text };
  };
  const method = <M extends Notification>(entry: M): M => ({
    ...entry,
    doc: replaced(entry.method, entry.doc),
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
          doc: replaced(declaration.name, declaration.doc),
          type: fields(declaration),
        },
      ]),
    ),
  };

  function fields({ name, type }: UsedDeclaration): TypeNode {
    if (type.kind === 'struct') return struct(name, type);
    if (type.kind !== 'union') return type;
    return {
      ...type,
      base: type.base && struct(name, type.base),
      variants: type.variants.map((variant) =>
        variant.type.kind === 'struct' ? { ...variant, type: struct(name, variant.type) } : variant,
      ),
    };
  }

  function struct(name: string, type: StructType): StructType {
    return {
      ...type,
      fields: type.fields.map((field) => ({
        ...field,
        doc: replaced(`${name}.${field.name}`, field.doc),
      })),
    };
  }
}
