import { defer, type Handlers } from '../../../runtime/index.js';
import { reply } from '../../../runtime/testing/index.js';
import { onThread, outcome, type Scenario, seen, unconfined } from '../scenario.js';

type CommandDecision = Extract<
  Awaited<ReturnType<Extract<Handlers['commandApproval'], (...args: never) => unknown>>>,
  object
>['decision'];

const commandDecisions: Readonly<Record<string, CommandDecision>> = {
  accept: 'accept',
  'accept-for-session': 'acceptForSession',
  'accept-with-amendment': {
    acceptWithExecpolicyAmendment: { execpolicy_amendment: ['touch', 'made'] },
  },
  decline: 'decline',
  cancel: 'cancel',
};

const commands = Object.entries(commandDecisions).map(([name, decision]) =>
  onThread(`command-${name}`, () => ({
    script: [
      reply.exec('touch made', { callId: 'first' }),
      reply.exec('touch made', { callId: 'second' }),
      'Done.',
    ],
    overrides: unconfined,
    thread: { approvalPolicy: 'untrusted' },
    client: { handlers: { commandApproval: () => Promise.resolve({ decision }) } },
    run: (thread) => thread.run('Make it'),
  })),
);

const patch = '*** Begin Patch\n*** Add File: new.txt\n+hello\n*** End Patch';

const fileChanges = (['accept', 'acceptForSession', 'decline', 'cancel'] as const).map((decision) =>
  onThread(
    `file-change-${decision === 'acceptForSession' ? 'accept-for-session' : decision}`,
    () => ({
      script: [reply.applyPatch(patch, { callId: 'patch' }), 'Done.'],
      overrides: unconfined,
      thread: { sandbox: 'read-only' },
      client: { handlers: { fileChangeApproval: () => Promise.resolve({ decision }) } },
      run: (thread) => thread.run('Write it'),
    }),
  ),
);

const ask = reply.exec('touch made', { callId: 'asks' });
const untrusted = { overrides: unconfined, thread: { approvalPolicy: 'untrusted' } } as const;

export const approvals: readonly Scenario[] = [
  ...commands,
  ...fileChanges,
  onThread('command-unhandled', () => ({
    script: [ask, 'Pity.'],
    ...untrusted,
    run: (thread) => thread.run('Make it'),
  })),
  onThread('command-handler-fails', () => ({
    script: [ask, 'Pity.'],
    ...untrusted,
    client: {
      handlers: { commandApproval: () => Promise.reject(new Error('no idea')) },
      onHandlerError() {},
    },
    run: (thread) => thread.run('Make it'),
  })),
  onThread('command-refused-with-error', () => ({
    script: [ask, 'Pity.'],
    ...untrusted,
    client: { handlers: { commandApproval: defer } },
    async run(thread, codex) {
      codex.onOpenRequest((request) => request.reject({ code: -32000, message: 'nobody home' }));
      return thread.run('Make it');
    },
  })),
  onThread('interrupt-while-asking', () => ({
    script: [ask],
    ...untrusted,
    client: { handlers: { commandApproval: defer } },
    async run(thread, codex) {
      const asked = new Promise<string>((resolve) => {
        codex.onOpenRequest(({ method }) => {
          resolve(method);
        });
      });
      const turn = await thread.turn('Make it');
      const resolved = seen(codex, ({ method }) => method === 'serverRequest/resolved');
      const method = await asked;
      await turn.interrupt();
      await resolved;
      return { method, result: await turn.run(), open: codex.openRequests.size };
    },
  })),
  onThread('resume-while-asking', () => ({
    script: [ask, 'Done.'],
    ...untrusted,
    client: { handlers: { commandApproval: defer } },
    async run(thread, codex, live) {
      const asked = new Promise<void>((resolve) => {
        codex.onOpenRequest(() => {
          resolve();
        });
      });
      const turn = await thread.turn('Make it');
      await asked;
      // The runtime asks again, under the same id; the client has the question open already.
      await codex.threadResume(thread.id, { excludeTurns: true });
      await live.settle();
      const open = codex.openRequests.size;
      for (const request of codex.openRequests.values()) request.respond({ decision: 'accept' });
      return { open, result: await turn.run() };
    },
  })),
  onThread('never-ask', () => ({
    script: [reply.exec('echo hi', { callId: 'runs' }), 'Done.'],
    overrides: { sandboxMode: 'danger-full-access', approvalPolicy: 'never' },
    run: (thread) => outcome(thread.run('Go')),
  })),
];
