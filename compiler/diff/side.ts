import type { Notification, Request } from '../bind/method.js';
import type { Protocol, UsedDeclaration } from '../bind/protocol.js';
import type { TypeNode } from '../model/type-node.js';

/** One of the two protocols that are compared. */
export interface Side {
  /** How the user calls it. */
  readonly label: string;
  readonly runtimeVersion: string | null;
  readonly protocol: Protocol;
  /** True if both bundles are known, so that stable and experimental are told apart. */
  readonly graded: boolean;
}

export type Declarations = Protocol['declarations'];

export type MethodKind = 'request' | 'server request' | 'notification' | 'client notification';

export const METHOD_KINDS: readonly MethodKind[] = [
  'request',
  'server request',
  'notification',
  'client notification',
];

/** The methods of a kind, in code-unit order. */
export function methodsOf(
  protocol: Protocol,
  kind: MethodKind,
): readonly (Notification | Request)[] {
  return {
    request: protocol.requests,
    'server request': protocol.serverRequests,
    notification: protocol.notifications,
    'client notification': protocol.clientNotifications,
  }[kind];
}

/** What a method's answer holds; null if it is not answered. */
export function resultOf(method: Notification | Request): TypeNode | null {
  return 'result' in method ? method.result : null;
}

export function byName(declarations: Declarations): ReadonlyMap<string, UsedDeclaration> {
  return new Map([...declarations.values()].map((declaration) => [declaration.name, declaration]));
}
