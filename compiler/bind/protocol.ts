import type { Declaration } from '../model/model.js';
import type { Stability, StructType, TypeNode } from '../model/type-node.js';
import { sortedBy } from '../util/order.js';
import type { Pointer } from '../util/pointer.js';
import type { Notification, Request } from './method.js';

/** Who writes values of a type: the client (`input`), the runtime (`output`), or both. */
export type Usage = 'input' | 'output' | 'both';

export interface UsedDeclaration extends Declaration {
  readonly usage: Usage;
  readonly stability: Stability;
}

/** Everything the emitters need to know, bound and marked. Plain data. */
export interface Protocol {
  /** In code-unit order of their methods, like the other lists. */
  readonly requests: readonly Request[];
  readonly serverRequests: readonly Request[];
  readonly notifications: readonly Notification[];
  readonly clientNotifications: readonly Notification[];
  /** What identifies requests in either direction. */
  readonly requestId: TypeNode;
  /** What notifications carry beside `method` and `params`. */
  readonly notificationExtras: StructType;
  /** The types that some method uses, in code-unit order of their names. */
  readonly declarations: ReadonlyMap<Pointer, UsedDeclaration>;
  /** The rest: leftovers that no method uses. */
  readonly unused: readonly Declaration[];
}

/** All methods in code-unit order. */
export function methodsOf(protocol: Protocol): (Request | Notification)[] {
  return sortedBy(
    [
      ...protocol.requests,
      ...protocol.serverRequests,
      ...protocol.notifications,
      ...protocol.clientNotifications,
    ],
    ({ method }) => method,
  );
}

/** The methods that are answered, in either direction, in code-unit order. */
export function requestsOf(protocol: Protocol): Request[] {
  return sortedBy([...protocol.requests, ...protocol.serverRequests], ({ method }) => method);
}
