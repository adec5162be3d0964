import type { ThreadResumeParams, ThreadResumeResponse } from '../../../../generated/types.js';
import type { Defaults, Exchange } from '../exchange.js';
import { rpcError } from '../errors.js';
import type { StoredThread } from '../stored-thread.js';
import { changedSettings, defaultSettings } from '../thread-settings.js';
import type { DefaultsContext } from './context.js';
import { pageOf } from './page.js';

/** Threads from their start to their end. */
export function threadDefaults({ wire, threads }: DefaultsContext): Defaults {
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
        throw rpcError(-32600, `no rollout found for thread id ${thread.id}`);
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
      if (source.ephemeral || !source.isMaterialized) {
        throw rpcError(-32600, `no rollout found for thread id ${source.id}`);
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
      const thread = threads.current(threadId);
      close(thread);
      thread.archived = true;
      after(() => {
        wire.notify('thread/archived', { threadId });
      });
      return {};
    },

    'thread/unarchive': ({ threadId }, { after }) => {
      const thread = threads.known(threadId);
      if (!thread.archived) {
        throw rpcError(-32600, `no archived rollout found for thread id ${threadId}`);
      }
      thread.archived = false;
      after(() => {
        wire.notify('thread/unarchived', { threadId });
      });
      return { thread: thread.toWire() };
    },

    'thread/delete': ({ threadId }, { after }) => {
      close(threads.known(threadId));
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
      threads.known(threadId).name = name;
      after(() => {
        wire.notify('thread/name/updated', { threadId, threadName: name });
      });
      return {};
    },
  };

  /** What a client has to know of a thread that it has come back to. */
  function tellState({ id: threadId, storedTurns, usage }: StoredThread): void {
    const turnId = storedTurns.at(-1)?.id;
    if (turnId !== undefined) {
      wire.notify('thread/tokenUsage/updated', { threadId, turnId, tokenUsage: usage.usage });
    }
    wire.notify('thread/goal/cleared', { threadId });
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
