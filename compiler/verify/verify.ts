import type { Notification } from '../bind/method.js';
import type { Protocol } from '../bind/protocol.js';
import type { Report } from '../diagnostics/report.js';

/** The last look before anything is written: what the emitters rely on, whatever the schema. */
export function verify(protocol: Protocol, path: string, report: Report): void {
  checkKinds(protocol, path, report);
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
