import { Gate, reply, type Reply } from '../../../runtime/testing/index.js';
import { onThread, outcome, type Scenario } from '../scenario.js';

const kinds: Readonly<Record<string, Reply>> = {
  'http-400': reply.httpError(400, 'bad weather'),
  'http-401': reply.httpError(401),
  'http-500': reply.httpError(500),
  'usage-limit': reply.usageLimit({ resetsAt: 1_999_999_999 }),
  'context-window': reply.failed('context_length_exceeded'),
  overload: reply.failed('server_is_overloaded'),
  'model-not-found': reply.failed('model_not_found'),
  'cyber-policy': reply.failed('cyber_policy', 'No.'),
  'cut-in-a-text': reply.text(['Hel', reply.disconnect()]),
};

const failing = Object.entries(kinds).map(([name, failure]) =>
  onThread(`failure-${name}`, () => ({
    // After an overflow the runtime compacts by itself, and so asks once more.
    script: (request) => (request.index === 0 ? failure : 'Better.'),
    async run(thread, _codex, live) {
      const failed = await outcome(thread.run('Go'));
      await live.settle();
      return [failed, await thread.run('Again')];
    },
  })),
);

export const failures: readonly Scenario[] = [
  ...failing,
  onThread('failure-after-work', () => ({
    script: [
      [reply.text('So far so good.'), reply.exec('echo hi', { callId: 'work' })],
      reply.failed('context_length_exceeded'),
    ],
    overrides: { sandboxMode: 'danger-full-access' },
    run: (thread) => outcome(thread.run('Go')),
  })),
  onThread('retry', () => ({
    script: [
      [reply.text('Lost.'), reply.disconnect()],
      [reply.text('Found.'), reply.usage({ input: 3, output: 1 })],
    ],
    overrides: { streamMaxRetries: 2 },
    async run(thread, codex) {
      const errors: unknown[] = [];
      codex.on('error', ({ params }) =>
        errors.push([params.willRetry, params.error.codexErrorInfo]),
      );
      return { result: await thread.run('Go'), errors };
    },
  })),
  onThread('crash', () => ({
    script: [reply.text(['half ', new Gate()])],
    async run(thread, codex, { kill }) {
      const turn = await thread.turn('Go');
      for await (const _ of turn.text()) break;
      kill();
      const { reason, exitCode, signal } = await codex.closed;
      const { name, code } = (await outcome(turn.run())) as { name: string; code: string };
      return { run: { name, code }, closed: { reason, exitCode, signal } };
    },
  })),
];
