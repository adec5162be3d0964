import { describe, expect, it } from 'vitest';
import { Codex } from '../../../runtime/index.js';
import {
  byHand,
  FakeAppServer,
  readTranscript,
  type TurnScripts,
} from '../../../runtime/testing/index.js';
import { transcriptPath } from '../../transcripts/play.js';
import { scenarios } from '../../transcripts/scenarios/index.js';

/** What the runtime tells of itself and of the account's limits; the fake leaves it out. */
const leftOut = new Set([
  'account/rateLimits/updated',
  'deprecationNotice',
  'mcpServer/startupStatus/updated',
  'remoteControl/status/changed',
  'thread/readState/changed',
  'thread/settings/updated',
  'turn/diff/updated',
  'warning',
]);

/** What the fake says nothing of, or not the same: what has been read, the way back in lists. */
const unsaid = new Set([
  'backwardsCursor',
  'canAcceptDirectInput',
  'itemsBackwardsCursor',
  'readState',
  'readStates',
  'turnsBackwardsCursor',
]);

/** The scripts with which a fake plays what the model said when the real runtime was recorded. */
const scripts: Readonly<Record<string, TurnScripts>> = {
  text: (turn) => {
    turn.message(['Let me ', 'see.'], { phase: 'commentary' });
    turn.message(['An ', 'answer.'], { phase: 'final_answer' });
  },
  'several-turns': ['First.', 'Second.'],
  'commentary-only': (turn) => void turn.message('Still thinking.', { phase: 'commentary' }),
  'thread-lifecycle': ['Noted.', 'In the fork.', 'Back again.'],
  history: ['One.', 'Two.', 'Three.'],
  refusals: [],
  interrupt: [
    (turn) => {
      turn.startMessage().delta('half ').delta('a sentence');
      return turn.ended;
    },
    'Still here.',
  ],
  'steer-too-late': ['Done.'],
  'failure-usage-limit': [(turn) => turn.fail('used up', 'usageLimitExceeded'), 'Better.'],
  'tool-succeeds': async (turn) => {
    await turn.callTool('lookup', { q: 1 });
    turn.usage({});
    turn.message('Done.');
    turn.usage({});
  },
  'file-change-accept': async (turn) => {
    const changes = [{ path: '/x', kind: { type: 'add' as const }, diff: 'x' }];
    const item = turn.startItem({ type: 'fileChange', changes });
    await turn.request('item/fileChange/requestApproval', { reason: null, grantRoot: null });
    item.complete();
    turn.usage({});
    turn.message('Done.');
    turn.usage({});
  },
  'file-change-cancel': async (turn) => {
    const changes = [{ path: '/x', kind: { type: 'add' as const }, diff: 'x' }];
    turn.startItem({ type: 'fileChange', changes });
    await turn.request('item/fileChange/requestApproval', { reason: null, grantRoot: null });
    turn.usage({});
  },
  'user-input-answered': async (turn) => {
    const option = { label: 'A', description: 'A' };
    await turn.request('item/tool/requestUserInput', {
      isBlocking: false,
      autoResolutionMs: null,
      questions: [
        {
          id: 'q1',
          header: 'Choice',
          question: 'Which?',
          isOther: true,
          isSecret: false,
          options: [option, option],
        },
      ],
    });
    turn.usage({});
    turn.message('Done.');
    turn.usage({});
  },
  compact: ['Noted.'],
  'login-api-key': [],
  'login-cancelled': [],
  goal: [
    'One.',
    (turn) => {
      turn.thread.setGoal({ status: 'complete' });
      turn.usage({});
      turn.message('All done.');
      turn.usage({});
    },
  ],
  crash: [
    (turn) => {
      turn.startMessage().delta('half ');
      return turn.ended;
    },
  ],
};

describe('the fake tells the programs of the transcripts what the real runtime told them', () => {
  it.each(Object.keys(scripts))('%s', async (name) => {
    const scenario = scenarios.find((scenario) => scenario.name === name)!;
    const recorded = readTranscript(transcriptPath(scenario));
    const fake = new FakeAppServer({ turns: scripts[name] ?? byHand });
    const play = scenario.play();
    const codex = new Codex({ ...fake.config(), ...play.client });
    await play.program(codex, {
      kill: () => {
        fake.crash({ signal: 'SIGKILL' });
      },
      settle: () => Promise.resolve(),
    });
    await codex.close();
    const real = recorded.entries.flatMap((entry) =>
      'message' in entry && entry.from === 'server' ? [entry.message] : [],
    );
    const faked = fake.traffic.flatMap(({ from, message }) => (from === 'server' ? [message] : []));
    expect(told(faked)).toEqual(told(real));
  });
});

function told(messages: readonly unknown[]): unknown[] {
  const shapes = messages
    .filter((message) => !leftOut.has(methodOf(message)))
    .map((message) => shape(message));
  // The runtime tells the usage as often as it likes.
  const isUsage = (told: unknown): boolean => methodOf(told) === 'thread/tokenUsage/updated';
  return shapes.filter((told, index) => !isUsage(told) || !isUsage(shapes[index - 1]));
}

function methodOf(message: unknown): string {
  return String((message as { readonly method?: unknown } | undefined)?.method);
}

/** What a value consists of: its keys, and the words that tell its kind. */
function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => shape(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !unsaid.has(name))
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([name, member]) => [name, shape(member, name)]),
    );
  }
  return ['method', 'type', 'status', 'activeFlags', 'itemsView', 'code'].includes(key)
    ? value
    : typeof value;
}
