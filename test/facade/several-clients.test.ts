import { expect, it } from 'vitest';
import { Codex, defer, type Handlers, tool } from '../../runtime/index.js';
import { Gate, reply, type Script, ScriptedModel } from '../../runtime/testing/index.js';
import { deferred } from '../../runtime/util/deferred.js';
import { agents, spawn, waitFor } from '../support/agents.js';
import { listeningRuntime } from '../support/listening-runtime.js';

/** A second client of a runtime, which has seen what the first is asked. */
interface Bystander {
  readonly codex: Codex;
  /** Resolves when it was asked, and has answered if it does. */
  readonly asked: Promise<void>;
}

async function bystander(url: string, method: string): Promise<Bystander> {
  const { promise, resolve } = deferred<void>();
  const codex = await Codex.start({
    transport: { url },
    trace: (event) => {
      if (event.direction === 'in' && event.method === method) resolve();
    },
  });
  // Its answer goes out before the request, and is taken before that is answered.
  return { codex, asked: promise.then(async () => void (await codex.models())) };
}

async function withTwo(
  script: Script,
  method: string,
  body: (first: Codex, second: Bystander, model: ScriptedModel) => Promise<void>,
): Promise<void> {
  await using model = await ScriptedModel.start(script);
  await using runtime = await listeningRuntime(model);
  await using first = await Codex.start({ transport: { url: runtime.url } });
  const second = await bystander(runtime.url, method);
  await using _closed = second.codex;
  await body(first, second, model);
}

const approval = 'item/commandExecution/requestApproval';
const asking = { sandbox: 'read-only', approvalPolicy: 'on-request' } as const;

/** Accepts once the other client was asked too. */
function acceptAfter({ asked }: Bystander): Handlers {
  return {
    commandApproval: async () => {
      await asked;
      return { decision: 'accept' };
    },
  };
}

it('what is asked for a sub-agent is answered by the client whose agent has started it', async () => {
  const script = agents({
    main: [spawn('kid'), waitFor('kid'), 'all done'],
    kid: [reply.exec('echo hi', { escalate: 'to see' }), 'the kid is done'],
  });
  await withTwo(script, approval, async (first, second, model) => {
    const thread = await first.threadStart({ ...asking, handlers: acceptAfter(second) });
    expect((await thread.run('Delegate')).finalResponse).toBe('all done');
    const outputs = model.requests.flatMap(({ toolOutputs }) =>
      toolOutputs.map(({ text }) => text),
    );
    expect(outputs.join()).toMatch(/\bhi\n/);
    expect(outputs.join()).not.toContain('rejected');
  });
});

it('a thread that is resumed with `onUnhandled: defer` is only watched', async () => {
  const mine = tool({
    name: 'mine',
    description: 'Says so',
    input: { type: 'object', properties: {} },
    execute: () => 'mine',
  });
  const steps = [
    'begun',
    reply.exec('echo hi', { escalate: 'to see', callId: 'command' }),
    reply.call('mine', {}, { callId: 'tool' }),
    'done',
  ];
  await withTwo(
    () => steps.shift(),
    approval,
    async (first, second, model) => {
      const handlers = acceptAfter(second);
      const thread = await first.threadStart({ ...asking, handlers, tools: [mine] });
      await thread.run('Begin');
      await second.codex.threadResume(thread.id, { handlers: { onUnhandled: defer } });
      expect((await thread.run('Go')).finalResponse).toBe('done');
      const { toolOutputs = [] } = model.requests.at(-1) ?? {};
      expect(toolOutputs.map(({ text }) => text)).toEqual([
        expect.stringMatching(/\bhi\n/),
        expect.stringContaining('mine'),
      ]);
    },
  );
});

it('a turn waits for the one that another client has on the thread', async () => {
  const gate = new Gate();
  const steps = [
    () => 'begun',
    async () => {
      await gate.pass();
      return 'the first';
    },
    () => 'the second',
  ];
  await withTwo(
    () => steps.shift()?.(),
    '',
    async (first, { codex }) => {
      const thread = await first.threadStart();
      await thread.run('Begin');
      const same = await codex.threadResume(thread.id);
      const started = codex.notifications({ methods: ['turn/started'] }).next();
      const running = await thread.turn('One');
      await started;
      const next = same.run('Two');
      // Had it been sent, the runtime would have taken it for steering by now.
      await codex.models();
      gate.open();
      expect(await running.run()).toMatchObject({ finalResponse: 'the first' });
      expect(await next).toMatchObject({ finalResponse: 'the second' });
      expect((await next).id).not.toBe(running.id);
    },
  );
});
