import type { ThreadMetadataGitInfoUpdateParams } from '../../../../generated/types.js';
import type { Defaults } from '../exchange.js';
import { rpcError } from '../errors.js';
import type { FakeTurn } from '../fake-turn.js';
import { changedSettings, settingsOnWire } from '../thread-settings.js';
import type { DefaultsContext } from './context.js';
import { assertChangeable } from './threads.js';

/** What a client changes of a thread outside of turns. */
export function changeDefaults({ wire, threads }: DefaultsContext): Defaults {
  return {
    'thread/settings/update': (params, { after }) => {
      const thread = threads.open(params.threadId);
      const told = JSON.stringify(settingsOnWire(thread.settings, thread.manner));
      thread.settings = changedSettings(thread.settings, params);
      thread.manner = {
        summary: params.summary ?? thread.manner.summary,
        personality: params.personality ?? thread.manner.personality,
      };
      const threadSettings = settingsOnWire(thread.settings, thread.manner);
      if (JSON.stringify(threadSettings) !== told) {
        after(() => {
          wire.notify('thread/settings/updated', { threadId: thread.id, threadSettings });
        });
      }
      return {};
    },

    'thread/metadata/update': ({ threadId, gitInfo, daybreakEnabled, projectId }) => {
      const thread = threads.known(threadId);
      const git = gitInfo ?? undefined;
      if (git === undefined && daybreakEnabled === undefined && projectId === undefined) {
        throw rpcError(-32600, 'thread metadata update must include at least one field');
      }
      if (git) assertGitInfo(git);
      assertChangeable(thread);
      if (typeof projectId === 'string') {
        throw rpcError(-32600, `project not found: ${projectId}`);
      }
      if (git) {
        const { sha, branch, originUrl } = { ...noGitInfo, ...thread.gitInfo, ...git };
        const isEmpty = sha === null && branch === null && originUrl === null;
        thread.gitInfo = isEmpty ? null : { sha, branch, originUrl };
      }
      if (daybreakEnabled !== undefined) thread.daybreakEnabled = daybreakEnabled;
      return { thread: thread.toWire() };
    },

    // Nothing is run: the command says nothing, and ends well.
    'thread/shellCommand': ({ threadId, command }, { after }) => {
      const thread = threads.open(threadId);
      if (command.trim() === '') throw rpcError(-32600, 'command must not be empty');
      const ran = { source: 'userShell', status: 'completed', exitCode: 0 } as const;
      const say = (turn: FakeTurn): void => {
        turn.item({ type: 'commandExecution', command, aggregatedOutput: '', ...ran });
      };
      after(() => {
        if (thread.activeTurn) say(thread.activeTurn);
        else thread.startTurn(say);
      });
      return {};
    },

    // The model would be told of the items; nothing of them is in the history.
    'thread/inject_items': ({ threadId, items }) => {
      threads.open(threadId);
      if (items.length === 0) throw rpcError(-32600, 'items must not be empty');
      const bad = items.findIndex((item) => !Object.hasOwn(Object(item) as object, 'type'));
      if (bad < 0) return {};
      const problem = 'is not a valid response item: missing field `type`';
      throw rpcError(-32600, `items[${String(bad)}] ${problem}`);
    },
  };
}

const noGitInfo = { sha: null, branch: null, originUrl: null };

function assertGitInfo(gitInfo: ThreadMetadataGitInfoUpdateParams): void {
  const given = Object.entries(gitInfo);
  if (given.length === 0) throw rpcError(-32600, 'gitInfo must include at least one field');
  for (const [key, value] of given) {
    if (typeof value !== 'string' || value.trim() !== '') continue;
    throw rpcError(-32600, `gitInfo.${key} must not be empty`);
  }
}
