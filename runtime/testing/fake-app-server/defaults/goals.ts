import type { Defaults } from '../exchange.js';
import { rpcError } from '../errors.js';
import type { StoredThread } from '../stored-thread.js';
import type { DefaultsContext } from './context.js';

/** What threads work towards, as a client sets it. */
export function goalDefaults({ threads, goals }: DefaultsContext): Defaults {
  const open = (threadId: string): StoredThread => {
    const thread = threads.open(threadId);
    if (!thread.ephemeral) return thread;
    throw rpcError(-32600, `ephemeral thread does not support goals: ${threadId}`);
  };
  return {
    'thread/goal/set': ({ threadId, ...params }, { after }) => {
      const thread = open(threadId);
      const goal = goals.set(thread, params);
      after(() => {
        goals.tell(thread);
        goals.goOn(thread);
      });
      return { goal };
    },

    'thread/goal/get': ({ threadId }) => ({ goal: open(threadId).goal }),

    'thread/goal/clear': ({ threadId }, { after }) => {
      const thread = open(threadId);
      const cleared = thread.goal !== null;
      thread.goal = null;
      if (cleared) {
        after(() => {
          goals.tell(thread);
        });
      }
      return { cleared };
    },
  };
}
