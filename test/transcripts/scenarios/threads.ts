import { ApprovalMode, Sandbox } from '../../../runtime/index.js';
import { Gate, loginRoutes, type ModelRequest, reply } from '../../../runtime/testing/index.js';
import { onThread, outcome, type Scenario } from '../scenario.js';

export const threads: readonly Scenario[] = [
  onThread('thread-lifecycle', () => ({
    script: ['Noted.', 'In the fork.', 'Back again.'],
    async run(thread, codex, { settle }) {
      await thread.run('Remember');
      await settle();
      await thread.setName('A name');
      await settle();
      const { thread: stored } = await thread.read();
      const fork = await codex.threadFork(thread.id, { excludeTurns: true });
      await settle();
      const forked = await fork.run('In the fork');
      await settle();
      await codex.threadArchive(thread.id);
      await settle();
      const archived = await codex.threadList({ archived: true });
      const back = await codex.threadUnarchive(thread.id, { excludeTurns: true });
      await settle();
      const resumed = await back.run('Again');
      await settle();
      await codex.threadDelete(fork.id);
      await settle();
      const listed = await codex.threadList();
      return { stored, forked, archived, resumed, listed };
    },
  })),
  onThread('history', () => ({
    script: ['One.', 'Two.', 'Three.'],
    async run(thread, _codex, { settle }) {
      for (const text of ['First', 'Second', 'Third']) {
        await thread.run(text);
        await settle();
      }
      const turns: unknown[] = [];
      for await (const turn of thread.turns({ limit: 2, itemsView: 'full' })) turns.push(turn);
      const items: unknown[] = [];
      for await (const { item } of thread.items({ limit: 4 })) items.push(item);
      return { turns, items };
    },
  })),
  onThread('settings', () => ({
    script: ['One.', 'Two.'],
    thread: { sandbox: Sandbox.readOnly, approvalMode: ApprovalMode.ask },
    async run(thread, codex, { settle }) {
      await thread.run('One', {
        sandbox: Sandbox.workspaceWrite,
        approvalMode: ApprovalMode.denyAll,
        model: 'scripted-model',
      });
      await settle();
      const { details } = await codex.threadResume(thread.id, { excludeTurns: true });
      await settle();
      return { details, second: await thread.run('Two') };
    },
  })),
  {
    name: 'two-threads',
    play: () => {
      const gates = { a: new Gate(), b: new Gate() };
      return {
        script: (request: ModelRequest) =>
          request.userTexts.at(-1) === 'a'
            ? reply.text(['a1 ', gates.a, 'a2'])
            : reply.text(['b1 ', gates.b, 'b2']),
        async program(codex, { settle }) {
          const a = await codex.threadStart();
          await settle();
          const b = await codex.threadStart();
          await settle();
          const first = await a.turn('a');
          for await (const _ of first.text()) break;
          const second = await b.turn('b');
          for await (const _ of second.text()) break;
          gates.b.open();
          const ofSecond = await second.run();
          gates.a.open();
          return { first: await first.run(), second: ofSecond };
        },
      };
    },
  },
  {
    name: 'refusals',
    play: () => ({
      script: [],
      async program(codex) {
        const id = '00000000-0000-7000-8000-000000000000';
        return [
          await outcome(codex.threadResume(id)),
          await outcome(codex.threadArchive(id)),
          await outcome(codex.rpc.turn.interrupt({ threadId: id, turnId: '' })),
          await outcome(codex.rpc.requestUntyped('no/such/method', {})),
          await outcome(codex.rpc.requestUntyped('thread/read', {})),
          await outcome(codex.rpc.requestUntyped('thread/read', { threadId: 7 })),
        ];
      },
    }),
  },
];

export const account: readonly Scenario[] = [
  {
    name: 'login-api-key',
    play: () => ({
      script: ['Done.'],
      overrides: { requiresOpenaiAuth: true },
      async program(codex) {
        const completed = new Promise((resolve) => codex.on('account/updated', resolve));
        await codex.loginApiKey('sk-not-a-real-key-0123456789');
        await completed;
        return codex.account();
      },
    }),
  },
  {
    name: 'login-device-code',
    play: () => {
      const approval = new Gate();
      return {
        script: [],
        model: { routes: loginRoutes({ approval, email: 'redacted@example.com' }) },
        overrides: { requiresOpenaiAuth: true },
        async program(codex) {
          const updated = new Promise((resolve) => codex.on('account/updated', resolve));
          const login = await codex.loginChatgptDeviceCode();
          approval.open();
          const completed = await login.wait();
          await updated;
          return { completed, account: await codex.account() };
        },
      };
    },
  },
  {
    name: 'login-cancelled',
    play: () => {
      const approval = new Gate();
      return {
        script: [],
        model: { routes: loginRoutes({ approval }) },
        overrides: { requiresOpenaiAuth: true },
        async program(codex) {
          const login = await codex.loginChatgptDeviceCode();
          const cancelled = await login.cancel();
          return { cancelled, waited: await outcome(login.wait()) };
        },
      };
    },
  },
];
