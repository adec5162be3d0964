import type { ThreadResumeParams, ThreadResumeResponse } from '../../../../generated/types.js';
import type { Defaults, Exchange } from '../exchange.js';
import { noRollout, rpcError } from '../errors.js';
import type { StoredThread } from '../stored-thread.js';
import { changedSettings, defaultSettings } from '../thread-settings.js';
import type { DefaultsContext } from './context.js';
import { pageOf } from './page.js';

/** Threads from their start to their end. */
export function threadDefaults({ wire, threads, goals }: DefaultsContext): Defaults {
  const opened = (thread: StoredThread, { peer, after }: Exchange): void => {
    thread.load(peer);
    after(() => {
      wire.notify('thread/started', { thread: thread.toWire() });
    });
  };
  return {
    'thread/start': (params, exchange) => {
      const thread = threads.add({
        settings: changedSettings(defaultSettings, params),
        ephemeral: params.ephemeral ?? false,
      });
      opened(thread, exchange);
      return { thread: thread.toWire(), ...thread.settings };
    },

    'thread/resume': (params, { peer, after }) => {
      const thread = threads.current(params.threadId);
      if (!thread.loaded && !thread.isMaterialized) {
        throw noRollout(thread.id);
      }
      const wasLoaded = thread.loaded;
      if (!wasLoaded) thread.settings = changedSettings(thread.settings, params);
      thread.load(peer);
      if (!wasLoaded) {
        const { id: threadId, status } = thread;
        wire.notify('thread/status/changed', { threadId, status });
        after(() => {
          tellState(thread);
        });
      }
      return resumed(thread, params);
    },

    'thread/fork': (params, exchange) => {
      const source = threads.current(params.threadId);
      if (source.ephemeral || !source.isMaterialized) throw noRollout(source.id);
      if (params.ephemeral && !params.excludeTurns) {
        const message = 'ephemeral paginated thread/fork requires `excludeTurns: true`';
        throw rpcError(-32600, message);
      }
      const thread = threads.add({
        settings: changedSettings(source.settings, params),
        name: source.name,
        ephemeral: params.ephemeral ?? false,
        forkedFromId: source.id,
        turns: takenOver(source, params.lastTurnId, params.beforeTurnId),
      });
      opened(thread, exchange);
      const turns = params.excludeTurns ? [] : thread.turns;
      return { thread: thread.toWire(turns), ...thread.settings };
    },

    'thread/archive': ({ threadId }, { after }) => {
      const thread = threads.known(threadId);
      if (thread.archived || thread.ephemeral) throw noRollout(threadId);
      close(thread);
      thread.archived = true;
      after(() => {
        wire.notify('thread/archived', { threadId });
      });
      return {};
    },

    'thread/unarchive': ({ threadId }, { after }) => {
      const thread = threads.get(threadId);
      if (!thread?.archived) {
        throw rpcError(-32600, `no archived rollout found for thread id ${threadId}`);
      }
      thread.archived = false;
      after(() => {
        wire.notify('thread/unarchived', { threadId });
      });
      return { thread: thread.toWire() };
    },

    'thread/delete': ({ threadId }, { after }) => {
      const thread = threads.known(threadId);
      if (thread.ephemeral) {
        throw rpcError(-32600, `thread is not persisted and cannot be deleted: ${threadId}`);
      }
      close(thread);
      if (threads.all.some((other) => !other.ephemeral && other.forkedFromId === threadId)) {
        const message = `cannot delete thread ${threadId}: forked history still references it`;
        throw rpcError(-32600, message);
      }
      threads.delete(threadId);
      after(() => {
        wire.notify('thread/deleted', { threadId });
      });
      return {};
    },

    'thread/unsubscribe': ({ threadId }, { peer }) => {
      const thread = threads.get(threadId);
      if (!thread?.loaded) return { status: 'notLoaded' };
      return { status: thread.subscribers.delete(peer) ? 'unsubscribed' : 'notSubscribed' };
    },

    'thread/name/set': ({ threadId, name }, { after }) => {
      const thread = threads.known(threadId);
      const threadName = name.trim();
      if (threadName === '') throw rpcError(-32600, 'thread name must not be empty');
      assertChangeable(thread);
      thread.name = threadName;
      after(() => {
        wire.notify('thread/name/updated', { threadId, threadName });
      });
      return {};
    },
  };

  /** What a client has to know of a thread that it has come back to. */
  function tellState(thread: StoredThread): void {
    const { id: threadId, storedTurns, usage } = thread;
    const turnId = storedTurns.at(-1)?.id;
    if (turnId !== undefined) {
      wire.notify('thread/tokenUsage/updated', { threadId, turnId, tokenUsage: usage.usage });
    }
    goals.tell(thread);
    goals.goOn(thread);
  }

  /** What is open is closed before the answer. */
  function close(thread: StoredThread): void {
    if (!thread.loaded) return;
    thread.activeTurn?.interrupt();
    thread.unload();
    wire.notify('thread/status/changed', { threadId: thread.id, status: thread.status });
  }
}

function resumed(thread: StoredThread, params: ThreadResumeParams): ThreadResumeResponse {
  const { excludeTurns = false, initialTurnsPage: page } = params;
  return {
    thread: thread.toWire(excludeTurns ? [] : thread.turns),
    ...thread.settings,
    collaborationMode: {
      mode: 'default',
      settings: {
        model: thread.settings.model,
        reasoning_effort: thread.settings.reasoningEffort ?? null,
        developer_instructions: null,
      },
    },
    initialTurnsPage: page
      ? pageOf(
          thread.storedTurns.map((turn) => turn.toWire(page.itemsView ?? 'full')),
          { sortDirection: page.sortDirection ?? 'desc', limit: page.limit },
        )
      : null,
  };
}

/** What is known of a thread is changed only where it is kept, and not put away. */
export function assertChangeable(thread: StoredThread): void {
  if (thread.archived) throw noRollout(thread.id);
  if (!thread.ephemeral) return;
  const message = `ephemeral thread does not support metadata updates: ${thread.id}`;
  throw rpcError(-32600, message);
}

/** The turns that a fork begins with. */
function takenOver(
  source: StoredThread,
  lastTurnId: string | null | undefined,
  beforeTurnId: string | null | undefined,
): StoredThread['storedTurns'] {
  const turns = source.storedTurns.map((turn) => turn.takenOver());
  const cut = lastTurnId ?? beforeTurnId;
  if (cut === undefined || cut === null) return turns;
  const index = turns.findIndex(({ id }) => id === cut);
  if (index < 0) throw rpcError(-32600, `turn not found: ${cut}`);
  if (lastTurnId === cut && source.activeTurn?.id === cut) {
    throw rpcError(-32600, `lastTurnId '${cut}' identifies an in-progress turn`);
  }
  return turns.slice(0, lastTurnId === cut ? index + 1 : index);
}
