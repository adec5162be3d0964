import { expect, it } from 'vitest';
import { Codex, GoalLostError } from '../../../runtime/index.js';
import { byHand, FakeAppServer } from '../../../runtime/testing/index.js';

it('works at a goal in turns of its own, until the agent has reached it', async () => {
  await using fake = new FakeAppServer({
    turns: [
      (turn) => {
        turn.usage({ inputTokens: 10, outputTokens: 5 });
        return 'One step.';
      },
      (turn) => {
        turn.thread.setGoal({ status: 'complete' });
        return 'Built.';
      },
    ],
  });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const goal = await thread.goal('Make it build');
  const { status, turns, goal: last } = await goal.done;
  expect(status).toBe('complete');
  expect(turns.map(({ finalResponse }) => finalResponse)).toEqual(['One step.', 'Built.']);
  expect(last).toMatchObject({ objective: 'Make it build', tokensUsed: 15 });
  expect(fake.thread(thread.id)?.goal).toEqual(last);
});

it('reaches a goal at once where no test has said what happens', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const { status, turns } = await (await (await codex.threadStart()).goal('Do it')).done;
  expect([status, turns.length]).toEqual(['complete', 1]);
});

it.each([
  ['its turn fails', 'badRequest', 'blocked'],
  ['the plan is used up', 'usageLimitExceeded', 'usageLimited'],
] as const)('ends a goal when %s', async (_when, error, status) => {
  await using fake = new FakeAppServer({ turns: (turn) => turn.fail('no', error) });
  await using codex = new Codex(fake.config());
  const goal = await (await codex.threadStart()).goal('Do it');
  expect((await goal.done).status).toBe(status);
});

it('ends a goal when its tokens are used up', async () => {
  await using fake = new FakeAppServer({
    turns: (turn) => {
      turn.usage({ outputTokens: 15 });
    },
  });
  await using codex = new Codex(fake.config());
  const goal = await (await codex.threadStart()).goal('Do it', { tokenBudget: 20 });
  const { status, turns } = await goal.done;
  expect([status, turns.length]).toEqual(['budgetLimited', 2]);
});

it('leaves time for others where a goal has no end, and takes it up after a crash', async () => {
  await using fake = new FakeAppServer({ turns: () => 'And on.' });
  await using codex = new Codex(fake.config({ restart: 'on-crash' }));
  const thread = await codex.threadStart();
  const goal = await thread.goal('Go on');
  for (let turn = 0; turn < 3; turn += 1) await fake.nextTurn();
  fake.crash();
  await expect(goal.done).rejects.toThrow();
  const again = await thread.resumeGoal();
  await fake.nextTurn();
  await again.pause();
  expect((await again.done).status).toBe('paused');
});

it('keeps the goal, and starts no turn, when a turn of it is interrupted', async () => {
  await using fake = new FakeAppServer({ turns: byHand });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  await codex.rpc.request('thread/goal/set', { threadId: thread.id, objective: 'x' });
  const turn = await fake.nextTurn();
  await codex.rpc.turn.interrupt({ threadId: thread.id, turnId: turn.id });
  await turn.ended;
  await expect(fake.nextTurn({ timeoutMs: 5 })).rejects.toThrow('turns came');
  expect(fake.thread(thread.id)?.goal?.status).toBe('active');
});

it('loses the end of a goal whose thread is archived', async () => {
  await using fake = new FakeAppServer({ turns: byHand });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const goal = await thread.goal('x');
  await fake.nextTurn();
  await codex.threadArchive(thread.id);
  await expect(goal.done).rejects.toThrow(GoalLostError);
});

it('refuses goals that the runtime would not take', async () => {
  await using fake = new FakeAppServer();
  const thread = fake.addThread();
  expect(() => thread.setGoal({ status: 'paused' })).toThrow('setGoal: cannot update goal');
  expect(thread.setGoal({ objective: ' x ' })).toMatchObject({ objective: 'x', status: 'active' });
});
