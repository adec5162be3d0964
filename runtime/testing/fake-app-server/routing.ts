import type { IdPlace } from '../../../generated/methods.js';
import type { Peer } from './peer.js';
import { methodInfo } from './wire-check.js';

/** The thread that a message of the server is about; undefined if it is about none. */
export function threadOf(method: string, params: unknown): string | undefined {
  const info = methodInfo(method);
  if (info?.kind !== 'notification' && info?.kind !== 'serverRequest') return undefined;
  const place: IdPlace | null = info.threadId;
  let value: unknown = place ? params : undefined;
  for (const key of place?.path.split('.') ?? []) {
    value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
  }
  return typeof value === 'string' ? value : undefined;
}

/**
 * Which clients get a message of the server: what happens in a thread goes to those who have started
 * or resumed it, and what happens to it to all, as the runtime does it. What is of a thread that the
 * server does not know, and the test has made up, goes to all.
 */
export function reaches(
  method: string,
  params: unknown,
  clients: Peer[],
  subscribers: (threadId: string) => ReadonlySet<Peer> | undefined,
): Peer[] {
  const threadId = threadOf(method, params);
  if (threadId === undefined || toAll.test(method)) return clients;
  const subscribed = subscribers(threadId);
  return subscribed ? clients.filter((client) => subscribed.has(client)) : clients;
}

const toAll =
  /^thread\/(started|archived|unarchived|deleted|closed|(status|readState)\/changed|name\/updated|goal\/.*)$/;

/** Whether `serverRequest/resolved` follows when a request of the server is over. */
export function isResolved(method: string): boolean {
  return method.endsWith('/requestApproval') || waitsForUser(method);
}

/** Whether a person is asked for something other than an approval. */
export function waitsForUser(method: string): boolean {
  return method === 'item/tool/requestUserInput' || method === 'mcpServer/elicitation/request';
}
