import type { ThreadItemEntry } from '../../../../generated/types.js';
import type { Defaults } from '../exchange.js';
import { rpcError } from '../errors.js';
import type { StoredThread } from '../stored-thread.js';
import type { DefaultsContext } from './context.js';
import { pageOf } from './page.js';

/** What has happened in threads. */
export function historyDefaults({ threads }: DefaultsContext): Defaults {
  const existing = (threadId: string): StoredThread => {
    const thread = threads.get(threadId);
    if (!thread) throw rpcError(-32600, `thread not loaded: ${threadId}`);
    return thread;
  };
  return {
    'thread/read': ({ threadId, includeTurns }) => {
      const thread = existing(threadId);
      if (includeTurns && thread.ephemeral) {
        throw rpcError(-32600, 'ephemeral threads do not support includeTurns');
      }
      if (includeTurns && !thread.isMaterialized) {
        throw rpcError(-32601, 'list_turns is not supported yet');
      }
      return { thread: thread.toWire(includeTurns ? thread.turns : []), readState: null };
    },

    'thread/turns/list': (params) => {
      const method = 'thread/turns/list';
      const thread = existing(params.threadId);
      if (thread.ephemeral) throw rpcError(-32600, `ephemeral threads do not support ${method}`);
      if (!thread.isMaterialized) {
        const missing = `thread ${thread.id} is not materialized yet`;
        throw rpcError(-32600, `${missing}; ${method} is unavailable before first user message`);
      }
      const view = params.itemsView ?? 'summary';
      const turns = thread.storedTurns.map((turn) => turn.toWire(view));
      return pageOf(turns, { ...params, sortDirection: params.sortDirection ?? 'desc' });
    },

    'thread/items/list': (params) => {
      const { threadId, turnId, cursor } = params;
      const thread = threads.get(threadId);
      if (!thread?.isMaterialized || thread.ephemeral) {
        throw rpcError(-32601, 'thread/items/list is not supported yet');
      }
      const entries = entriesOf(thread, turnId);
      if (typeof cursor !== 'object' || cursor === null)
        return pageOf(entries, { ...params, cursor });
      const anchor = entries.findIndex(({ item }) => item.id === cursor.itemId);
      if (anchor < 0) throw rpcError(-32602, `item not found: ${cursor.itemId}`);
      const rest =
        params.sortDirection === 'desc' ? entries.slice(0, anchor) : entries.slice(anchor + 1);
      return pageOf(rest, { ...params, cursor: null });
    },
  };
}

function entriesOf(thread: StoredThread, turnId: string | null | undefined): ThreadItemEntry[] {
  return thread.storedTurns
    .filter(({ id }) => !turnId || id === turnId)
    .flatMap((turn) =>
      turn.items.map((item) => ({
        turnId: turn.id,
        item,
        startedAtMs: item.startedAtMs,
        completedAtMs: item.completedAtMs,
      })),
    );
}
