import type { Notification, Request } from '../bind/method.js';
import type { MethodKind } from '../model/envelope.js';
import { sortedBy } from '../util/order.js';
import { SHARED, type EmitContext } from './context.js';
import { METHOD_INFO_TYPES } from './method-info-types.js';
import { Module } from '../render/module.js';

/** `methods.ts`: what is to be known about each method at run time, as one constant table. */
export function emitMethods(context: EmitContext): Module {
  const module = new Module(SHARED.methods);
  const { protocol, namespaces } = context;
  const wrappers = new Map(
    namespaces.flatMap(({ member: namespace, methods }) =>
      [...methods].map(([method, member]) => [method, { namespace, member }] as const),
    ),
  );

  const request = (kind: MethodKind) => (entry: Request) => ({
    method: entry.method,
    info: {
      kind,
      stability: entry.stability,
      ...(wrappers.get(entry.method) ?? { namespace: null, member: null }),
      params: entry.params.kind,
      whenOmitted: entry.params.whenOmitted,
      keys: entry.params.keys,
      lane: entry.lane,
    },
  });
  const routed = (kind: MethodKind) => (entry: Notification) => ({
    method: entry.method,
    info: {
      kind,
      stability: entry.stability,
      threadId: entry.params.threadId,
      turnId: entry.params.turnId,
    },
  });
  const told = (entry: Notification) => ({
    method: entry.method,
    info: {
      kind: 'clientNotification' satisfies MethodKind,
      stability: entry.stability,
      params: entry.params.kind,
    },
  });
  const entries = sortedBy(
    [
      ...protocol.requests.map(request('request')),
      ...protocol.serverRequests.map(routed('serverRequest')),
      ...protocol.notifications.map(routed('notification')),
      ...protocol.clientNotifications.map(told),
    ],
    (entry) => entry.method,
  );
  module.add(...METHOD_INFO_TYPES, {
    kind: 'data',
    name: 'METHODS',
    description: 'Every method of the protocol, by its name on the wire.',
    exported: true,
    type: null,
    value: Object.fromEntries(entries.map(({ method, info }) => [method, info])),
  });
  return module;
}
