import type { Notification } from '../bind/method.js';
import { methodsOf, type Protocol } from '../bind/protocol.js';
import type { Report } from '../diagnostics/report.js';
import { ENVELOPES } from '../model/envelope.js';
import type { TypeNode } from '../model/type-node.js';
import { referencesIn } from '../model/walk.js';
import { lastSegment, type Pointer } from '../util/pointer.js';

/** The last look before anything is written: what the emitters rely on, whatever the schema. */
export function verify(protocol: Protocol, path: string, report: Report): void {
  checkKinds(protocol, path, report);
  checkReferences(protocol, path, report);
}

const LISTS: ReadonlySet<string> = new Set(Object.values(ENVELOPES));

/** What lists the messages of the protocol is taken apart for that, so that no type of it is left. */
function checkReferences(protocol: Protocol, path: string, report: Report): void {
  for (const { type, pointer } of protocol.declarations.values()) check(type, pointer);
  for (const { params, pointer } of methodsOf(protocol))
    if (params.type !== null) check(params.type, pointer);

  function check(type: TypeNode, pointer: Pointer): void {
    for (const to of referencesIn(type))
      if (!protocol.declarations.has(to) && LISTS.has(lastSegment(to)))
        report.error(
          'unsupported-schema',
          path + pointer,
          `A \`$ref\` to \`${lastSegment(to)}\`, which lists messages`,
        );
  }
}

/** A method belongs to one direction and one kind, so that one table can hold them all. */
function checkKinds(protocol: Protocol, path: string, report: Report): void {
  const kinds = new Map<string, string>();
  check(protocol.requests, 'a request of the client');
  check(protocol.serverRequests, 'a request of the runtime');
  check(protocol.notifications, 'a notification of the runtime');
  check(protocol.clientNotifications, 'a notification of the client');

  function check(methods: readonly Notification[], kind: string): void {
    for (const { method, pointer } of methods) {
      const other = kinds.get(method);
      kinds.set(method, kind);
      if (other !== undefined)
        report.error('duplicate-method', path + pointer, `\`${method}\` is ${other} and ${kind}`);
    }
  }
}
