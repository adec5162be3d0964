import type { Notification, Request } from '../bind/method.js';
import type { CompiledModel } from '../compile.js';
import type { TypeNode } from '../model/type-node.js';
import { sortedBy } from '../util/order.js';

/** One line of `inspect methods`. */
export interface MethodRow {
  readonly method: string;
  readonly kind: string;
  readonly stability: string;
  readonly call: string;
  readonly params: string;
  readonly result: string;
  readonly boundBy: string;
  readonly lane: string;
}

export function inspectMethods({ protocol, names }: CompiledModel): MethodRow[] {
  const calls = new Map(
    names.namespaces.flatMap(({ member, methods }) =>
      [...methods].map(([method, own]) => [method, member === null ? own : `${member}.${own}`]),
    ),
  );
  const typeName = (type: TypeNode | null): string => {
    if (type === null) return 'none';
    if (type.kind === 'nullable') return `${typeName(type.type)} | null`;
    return type.kind === 'reference' ? (names.types.get(type.to) ?? type.to) : type.kind;
  };
  const row =
    (kind: string) =>
    (entry: Notification | Request): MethodRow => ({
      method: entry.method,
      kind,
      stability: entry.stability,
      call: calls.get(entry.method) ?? '',
      params: typeName(entry.params.type),
      result: 'result' in entry ? typeName(entry.result) : '',
      boundBy: 'boundBy' in entry ? entry.boundBy : '',
      lane: 'lane' in entry ? entry.lane : '',
    });
  return sortedBy(
    [
      ...protocol.requests.map(row('request')),
      ...protocol.serverRequests.map(row('serverRequest')),
      ...protocol.notifications.map(row('notification')),
      ...protocol.clientNotifications.map(row('clientNotification')),
    ],
    (entry) => entry.method,
  );
}
