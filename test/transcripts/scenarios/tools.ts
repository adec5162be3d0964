import { tool } from '../../../runtime/index.js';
import { reply } from '../../../runtime/testing/index.js';
import { onThread, type Scenario, unconfined } from '../scenario.js';

const input = { type: 'object', properties: { q: { type: 'number' } }, required: ['q'] } as const;
const description = 'Looks something up.';

const lookup = tool({
  name: 'lookup',
  description,
  input,
  execute: () => Promise.resolve('found'),
});

const broken = tool({
  name: 'lookup',
  description,
  input,
  execute: () => Promise.reject(new Error('out of order')),
});

export const toolScenarios: readonly Scenario[] = [
  onThread('tool-succeeds', () => ({
    script: [reply.call('lookup', { q: 1 }, { callId: 'look' }), 'Done.'],
    thread: { tools: [lookup] },
    run: (thread) => thread.run('Look'),
  })),
  onThread('tool-fails', () => ({
    script: [reply.call('lookup', { q: 1 }, { callId: 'look' }), 'Pity.'],
    thread: { tools: [broken] },
    run: (thread) => thread.run('Look'),
  })),
  onThread('tool-gets-bad-arguments', () => ({
    script: [reply.call('lookup', { q: 'one' }, { callId: 'look' }), 'Pity.'],
    thread: { tools: [lookup] },
    run: (thread) => thread.run('Look'),
  })),
  onThread('parallel-calls', () => ({
    script: [
      [
        reply.call('lookup', { q: 1 }, { callId: 'look' }),
        reply.exec('echo one', { callId: 'one' }),
      ],
      'Done.',
    ],
    overrides: { ...unconfined, approvalPolicy: 'never' },
    thread: { tools: [lookup] },
    run: (thread) => thread.run('Go'),
  })),
  onThread('command-fails', () => ({
    script: [reply.exec('echo oops >&2; exit 3', { callId: 'fails' }), 'It failed.'],
    overrides: { ...unconfined, approvalPolicy: 'never' },
    run: (thread) => thread.run('Go'),
  })),
  onThread('shell-command', () => ({
    script: [],
    overrides: { ...unconfined, approvalPolicy: 'never' },
    async run(thread, codex) {
      const ended = new Promise<unknown>((resolve) => {
        codex.on('turn/completed', ({ params }) => {
          resolve(params.turn);
        });
      });
      await codex.rpc.thread.shellCommand({ threadId: thread.id, command: 'echo hi' });
      return ended;
    },
  })),
];
