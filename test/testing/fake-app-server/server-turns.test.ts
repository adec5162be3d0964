import { expect, it } from 'vitest';
import { Codex } from '../../../runtime/index.js';
import { byHand, FakeAppServer } from '../../../runtime/testing/index.js';

it('starts turns that no client has asked for', async () => {
  await using fake = new FakeAppServer({ turns: ['From the list.'] });
  await using codex = new Codex(fake.config());
  const { id } = await codex.threadStart();
  const told: string[] = [];
  codex.on('turn/started', ({ params }) => told.push(params.turn.id));
  const turn = fake.thread(id)!.startTurn('By itself.', { input: 'A message of another agent' });
  expect(turn.text).toBe('A message of another agent');
  expect(turn.items.map(({ type }) => type)).toEqual(['userMessage', 'agentMessage']);
  const open = fake.thread(id)!;
  open.startTurn();
  expect(fake.remaining).toBe(0);
  expect(open.turns.map(({ items }) => items.at(-1))).toMatchObject([
    { text: 'By itself.' },
    { text: 'From the list.' },
  ]);
  expect(told).toEqual(open.turns.map((turn) => turn.id));
});

it('starts none where a turn runs, or no client is', async () => {
  await using fake = new FakeAppServer({ turns: byHand });
  await using codex = new Codex(fake.config());
  expect(() => fake.addThread().startTurn()).toThrow('no client has it open');
  const thread = await codex.threadStart();
  const running = thread.run('Hi');
  const turn = await fake.nextTurn();
  expect(() => turn.thread.startTurn()).toThrow(`turn ${turn.id} runs in it`);
  turn.complete();
  await running;
});

it('has sub-agents, whose questions go to the turn that they work for', async () => {
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      const agent = fake.addThread({ parentThreadId: turn.threadId });
      turn.item({ type: 'subAgentActivity', kind: 'started', agentThreadId: agent.id });
      const work = agent.startTurn(async (own) => {
        const { decision } = await own.request('item/commandExecution/requestApproval', {
          command: 'ls',
        });
        return `The agent may: ${JSON.stringify(decision)}`;
      });
      await work.ended;
      return 'Delegated.';
    },
  });
  await using codex = new Codex(fake.config());
  const asked: string[] = [];
  const begun: unknown[] = [];
  codex.on('thread/started', ({ params }) => begun.push(params.thread.parentThreadId));
  const thread = await codex.threadStart({
    handlers: {
      commandApproval: ({ command }) => {
        asked.push(String(command));
        return { decision: 'accept' };
      },
    },
  });
  expect((await thread.run('Go')).finalResponse).toBe('Delegated.');
  expect(asked).toEqual(['ls']);
  expect(begun).toEqual([null, thread.id]);
  const [parent, agent] = fake.threads;
  expect(agent?.turns[0]?.rootTurnId).toBe(parent?.turns[0]?.id);
  expect(agent?.turns[0]?.items).toMatchObject([{ text: 'The agent may: "accept"' }]);
  const listed = async (params: object): Promise<number> =>
    (await codex.rpc.thread.list(params)).data.length;
  expect(await listed({})).toBe(1);
  expect(await listed({ sourceKinds: ['subAgentThreadSpawn'] })).toBe(1);
  expect(await listed({ parentThreadId: thread.id })).toBe(1);
  expect((await codex.rpc.thread.read({ threadId: agent!.id })).thread).toMatchObject({
    parentThreadId: thread.id,
    source: { subAgent: { thread_spawn: { parent_thread_id: thread.id } } },
  });
});
