import type {
  NotificationMap,
  NotificationMethod,
  ServerRequestMap,
  ServerRequestMethod,
} from '../../../generated/protocol.js';
import { methodInfo } from './wire-check.js';

/** What a turn knows by itself, so that a script may leave it out. */
type Known = 'threadId' | 'turnId' | 'itemId' | 'callId' | 'startedAtMs' | 'isBlocking' | 'cwd';

type LeavingOut<P, K extends PropertyKey> = P extends unknown
  ? Omit<P, K> & Partial<Pick<P, K & keyof P>>
  : never;

/** Params of a notification that a turn sends; its ids are filled in. */
export type TurnNotificationParams<M extends NotificationMethod> = LeavingOut<
  NotificationMap[M],
  'threadId' | 'turnId'
>;

/** Params of a request that a turn sends; its ids are filled in, and the time and place of it. */
export type TurnRequestParams<M extends ServerRequestMethod> = LeavingOut<
  ServerRequestMap[M]['params'],
  Known
>;

export interface TurnIds {
  readonly threadId: string;
  readonly turnId: string;
}

/** The params with the ids of the turn, where the method has them. */
export function withIds(method: string, params: object, ids: TurnIds): object {
  const info = methodInfo(method);
  if (info?.kind !== 'notification' && info?.kind !== 'serverRequest') return params;
  return {
    ...(info.threadId?.path === 'threadId' ? { threadId: ids.threadId } : {}),
    ...(info.turnId?.path === 'turnId' ? { turnId: ids.turnId } : {}),
    ...params,
  };
}

/** The params of a request with what the turn knows. */
export function withKnown(
  method: ServerRequestMethod,
  params: object,
  { ids, itemId, cwd }: { readonly ids: TurnIds; readonly itemId: string; readonly cwd: string },
): object {
  return { ...known(method, itemId, cwd), ...withIds(method, params, ids) };
}

function known(method: ServerRequestMethod, itemId: string, cwd: string): object {
  switch (method) {
    case 'item/commandExecution/requestApproval':
    case 'item/fileChange/requestApproval':
      return { itemId, startedAtMs: Date.now() };
    case 'item/permissions/requestApproval':
      return { itemId, startedAtMs: Date.now(), cwd };
    case 'item/tool/requestUserInput':
      return { itemId, isBlocking: true };
    case 'item/tool/call':
      return { callId: itemId, namespace: null };
    default:
      return {};
  }
}

/** Whether the client's answer ends the turn. */
export function stopsTurn(method: ServerRequestMethod, answer: unknown): boolean {
  switch (method) {
    case 'item/commandExecution/requestApproval':
    case 'item/fileChange/requestApproval':
      return (answer as { readonly decision?: unknown }).decision === 'cancel';
    default:
      return false;
  }
}

/** What a thread waits for while the request is open. */
export function waitsFor(
  method: ServerRequestMethod,
): 'waitingOnApproval' | 'waitingOnUserInput' | undefined {
  if (method === 'item/tool/requestUserInput') return 'waitingOnUserInput';
  const asks = method.endsWith('/requestApproval') || method === 'mcpServer/elicitation/request';
  return asks ? 'waitingOnApproval' : undefined;
}
