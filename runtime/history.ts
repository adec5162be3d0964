import type {
  ThreadItemEntry,
  ThreadItemsListResponse,
  ThreadTurnsListResponse,
  Turn,
} from '../generated/types.js';
import { splitCallOptions } from './options/list-options.js';
import type { ThreadItemsOptions, ThreadTurnsOptions } from './options/history-options.js';
import { pages } from './pages.js';
import type { CallOptions } from './rpc/call.js';
import {
  InvalidRequestError,
  JsonRpcError,
  MethodNotFoundError,
} from './rpc/errors/json-rpc-error.js';
import type { Session } from './session/session.js';

/** Thread whose history is read. */
interface Source {
  readonly id: string;
  readonly ephemeral: boolean;
}

/** The turns of a thread, page by page. */
export async function* turnHistory(
  session: Session,
  source: Source,
  options: ThreadTurnsOptions,
): AsyncGenerator<Turn, void, undefined> {
  const method = 'thread/turns/list';
  const { params, call } = splitCallOptions(method, options, ['threadId']);
  assertStored(method, source);
  yield* pages(params.cursor, async (cursor) => {
    try {
      const page = { ...params, cursor, threadId: source.id };
      return (await session.request(method, page, call)) as ThreadTurnsListResponse;
    } catch (error) {
      if (isNotMaterialized(error)) return { data: [] };
      throw error;
    }
  });
}

/** The items of a thread, page by page. */
export async function* itemHistory(
  session: Session,
  source: Source,
  options: ThreadItemsOptions,
): AsyncGenerator<ThreadItemEntry, void, undefined> {
  const method = 'thread/items/list';
  const { params, call } = splitCallOptions(method, options, ['threadId']);
  assertStored(method, source);
  yield* pages(params.cursor, async (cursor) => {
    const page = { ...params, cursor, threadId: source.id };
    const ask = async (): Promise<ThreadItemsListResponse> =>
      (await session.request(method, page, call)) as ThreadItemsListResponse;
    try {
      return await ask();
    } catch (error) {
      if (isNotMaterialized(error)) return { data: [] };
      if (!(error instanceof MethodNotFoundError)) throw error;
      // What a runtime without the method says, but also this one until something is stored.
      return (await isEmpty(session, source, call)) ? { data: [] } : await ask();
    }
  });
}

function assertStored(method: string, { id, ephemeral }: Source): void {
  if (!ephemeral) return;
  const message = `${method}: thread ${id} is ephemeral; the runtime keeps no history of it`;
  throw new InvalidRequestError({ method, rpcCode: -32600, message });
}

/** Whether nothing of the thread is stored yet, as before its first turn and at the start of that. */
async function isEmpty(session: Session, { id }: Source, call: CallOptions): Promise<boolean> {
  try {
    await session.request('thread/turns/list', { threadId: id, limit: 1 }, call);
    return false;
  } catch (error) {
    return isNotMaterialized(error);
  }
}

/** In which words the runtime says that nothing of a thread is stored yet, whatever the kind of error. */
const notMaterialized =
  /not materialized yet|^list_turns is not supported yet|rollout at .* is empty$/;

function isNotMaterialized(error: unknown): boolean {
  return error instanceof JsonRpcError && notMaterialized.test(error.message);
}
