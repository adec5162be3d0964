import { expect, it } from 'vitest';
import {
  GoalAbortedError,
  type GoalHandle,
  InvalidRequestError,
  type ServerNotification,
} from '../../runtime/index.js';
import { Gate, type Reply, reply } from '../../runtime/testing/index.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const runtime = new SharedRuntime({}, { approvalPolicy: 'on-request' });

const complete: Reply = reply.call('update_goal', { status: 'complete' });

async function collect(stream: AsyncIterable<ServerNotification>): Promise<ServerNotification[]> {
  const events: ServerNotification[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** Methods of turns and of the goal; how often in a row what it has used is told may vary. */
function methods(events: readonly ServerNotification[]): string[] {
  const relevant = events
    .map(({ method }) => method)
    .filter((method) => /^turn\/|goal/.test(method));
  return relevant.filter((method, index) => method !== relevant[index - 1]);
}

it('follows a goal across its turns to its end', async () => {
  const thread = await runtime.thread([
    'one',
    'two',
    [reply.call('update_goal', { status: 'complete' }), reply.usage({ input: 10, output: 5 })],
    'all done',
  ]);
  const goal = await thread.goal('Make it so', { tokenBudget: 100_000 });
  expect(goal.goal).toMatchObject({ objective: 'Make it so', status: 'active' });
  const [events, result] = await Promise.all([collect(goal), goal.done]);
  expect(result).toMatchObject({
    status: 'complete',
    finalResponse: 'all done',
    error: null,
    goal: { objective: 'Make it so', status: 'complete', tokenBudget: 100_000 },
    turns: [{ finalResponse: 'one' }, { finalResponse: 'two' }, { finalResponse: 'all done' }],
    usage: { total: { inputTokens: 10, outputTokens: 5 } },
  });
  expect(new Set(result.turns.map((turn) => turn.id)).size).toBe(3);
  expect(result.items).toEqual(result.turns.flatMap((turn) => turn.items));
  expect(methods(events)).toEqual([
    'thread/goal/updated',
    ...['turn/started', 'turn/completed'],
    ...['turn/started', 'turn/completed'],
    ...['turn/started', 'thread/goal/updated', 'turn/completed'],
  ]);
  expect(goal.status).toBe('complete');
  expect(await goal.done).toBe(result);
});

it('has several readers, each with everything, and late ones with what is still held', async () => {
  const gate = new Gate();
  const thread = await runtime.thread(['one', [gate, complete].flat(), 'done']);
  const goal = await thread.goal('Go');
  const [one, two, three] = [goal.events(), goal.events(), goal.events()];
  const readers = [collect(one), collect(two)];
  for await (const { method } of three) if (method === 'turn/completed') break;
  gate.open();
  const [first, second] = await Promise.all(readers);
  expect(first).toEqual(second);
  expect(first?.at(-1)?.method).toBe('turn/completed');
  expect(await collect(goal)).toEqual([]);
});

it('pauses: the running turn goes on to its end, and the goal can be resumed', async () => {
  const gate = new Gate();
  const thread = await runtime.thread([reply.text(['half', gate, ' whole']), complete, 'done']);
  const goal = await thread.goal('Go');
  await gate.reached;
  await goal.pause();
  expect(goal.status).toBe('paused');
  await expect(goal.pause()).rejects.toThrow(InvalidRequestError);
  gate.open();
  expect(await goal.done).toMatchObject({
    status: 'paused',
    turns: [{ status: 'completed', finalResponse: 'half whole' }],
  });
  const resumed = await goal.resume();
  expect(resumed).not.toBe(goal);
  expect(await resumed.done).toMatchObject({
    status: 'complete',
    turns: [{ finalResponse: 'done' }],
  });
});

it('is interrupted together with its turn', async () => {
  const working = new Gate();
  const thread = await runtime.thread([[reply.text('half'), working, reply.hang()]]);
  const goal = await thread.goal('Go');
  await working.reached;
  await goal.interrupt();
  expect(await goal.done).toMatchObject({ status: 'paused', turns: [{ status: 'interrupted' }] });
  await expect(goal.interrupt()).rejects.toThrow(InvalidRequestError);
});

it('is paused when somebody else interrupts its turn: the runtime would not go on', async () => {
  const working = new Gate();
  const thread = await runtime.thread([[working, reply.hang()]]);
  const goal = await thread.goal('Go');
  await working.reached;
  await runtime.codex.rpc.turn.interrupt({ threadId: thread.id, turnId: '' });
  expect(await goal.done).toMatchObject({ status: 'paused', goal: { status: 'paused' } });
});

it('is cleared while its turn runs, or when it has ended', async () => {
  const gate = new Gate();
  const thread = await runtime.thread([reply.text(['half', gate]), 'x']);
  const goal = await thread.goal('Go');
  await gate.reached;
  await goal.clear();
  gate.open();
  expect(await goal.done).toMatchObject({ status: 'cleared', goal: { objective: 'Go' } });
  await goal.clear();
  await expect(goal.resume()).rejects.toThrow(/no goal exists/);
});

it('tells a goal that an error has blocked from one that ran out of tokens', async () => {
  const failing = await runtime.thread(['one', reply.failed('context_length_exceeded')]);
  const limited = await runtime.thread([
    [reply.text('much'), reply.usage({ input: 80, output: 40 })],
  ]);
  const beyond = await runtime.thread([reply.usageLimit()]);
  const goals = await Promise.all([
    failing.goal('Go'),
    limited.goal('Go', { tokenBudget: 100 }),
    beyond.goal('Go'),
  ]);
  const [blocked, budgetLimited, usageLimited] = await Promise.all(goals.map(({ done }) => done));
  expect(blocked).toMatchObject({
    status: 'blocked',
    error: { codexErrorInfo: 'contextWindowExceeded' },
    turns: [{ status: 'completed' }, { status: 'failed' }],
  });
  expect(budgetLimited).toMatchObject({ status: 'budgetLimited', goal: { tokensUsed: 120 } });
  expect(usageLimited).toMatchObject({
    status: 'usageLimited',
    error: { codexErrorInfo: 'usageLimitExceeded' },
  });
});

it('is cut short by its signal, with what there was', async () => {
  const working = new Gate();
  const thread = await runtime.thread(['one', [reply.text('half'), working, reply.hang()], 'next']);
  const controller = new AbortController();
  const goal = await thread.goal('Go', { signal: controller.signal });
  await working.reached;
  controller.abort('enough');
  const error = await goal.done.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(GoalAbortedError);
  expect(error).toMatchObject({
    name: 'AbortError',
    cause: 'enough',
    result: { status: 'paused', turns: [{ finalResponse: 'one' }, { status: 'interrupted' }] },
  });
  expect((await thread.run('Next')).finalResponse).toBe('next');
});

it('is cut short by its time limit, and by being disposed of', async () => {
  const thread = await runtime.thread([reply.hang(), reply.hang()]);
  const late = await thread.goal('Go', { timeoutMs: 200 });
  await expect(late.done).rejects.toMatchObject({
    name: 'RequestTimeoutError',
    timeoutMs: 200,
    result: { status: 'paused' },
  });
  let leaked: GoalHandle;
  {
    await using goal = await thread.goal('Go');
    leaked = goal;
  }
  expect((await leaked.done).status).toBe('paused');
});

it('has its thread for itself: it waits for turns, and turns wait for it', async () => {
  const gate = new Gate();
  const thread = await runtime.thread([
    reply.text(['first', gate]),
    'goal one',
    complete,
    'goal two',
    'after',
  ]);
  const turn = thread.run('Work');
  const starting = thread.goal('Go');
  const next = thread.run('Next');
  await gate.reached;
  gate.open();
  expect((await turn).finalResponse).toBe('first');
  const goal = await starting;
  expect((await goal.done).finalResponse).toBe('goal two');
  expect((await next).finalResponse).toBe('after');
});

it('starts anew in place of an earlier goal, whatever became of that', async () => {
  const thread = await runtime.thread([
    [reply.text('one'), reply.usage({ input: 50, output: 50 })],
    reply.call('update_goal', { status: 'blocked' }),
    'cannot',
    complete,
    'done',
  ]);
  const first = await thread.goal('First', { tokenBudget: 1000 });
  expect(await first.done).toMatchObject({ status: 'blocked', goal: { tokensUsed: 100 } });
  const second = await thread.goal('Second');
  expect(second.goal).toMatchObject({ objective: 'Second', tokensUsed: 0 });
  expect(second.goal.tokenBudget ?? null).toBeNull();
  expect((await second.done).status).toBe('complete');
  await first.clear();
  const { goal } = await runtime.codex.rpc.thread.goalGet({ threadId: thread.id });
  expect(goal).toMatchObject({ objective: 'Second' });
});

it('is taken up by a thread that finds it', async () => {
  const working = new Gate();
  const thread = await runtime.thread([
    reply.call('create_goal', { objective: 'Of its own' }),
    'I have made myself a goal',
    [reply.text('half'), working, reply.text(' whole')],
    complete,
    'done',
  ]);
  await thread.run('Make yourself a goal');
  await working.reached;
  const goal = await thread.resumeGoal();
  working.open();
  expect(goal.goal.objective).toBe('Of its own');
  const result = await goal.done;
  expect(result.status).toBe('complete');
  expect(result.turns).toHaveLength(2);
  expect(result.finalResponse).toBe('done');
});

it('asks the handlers of its thread, and rejects what would wait for itself', async () => {
  const errors: unknown[] = [];
  const thread = await runtime.thread(
    [reply.exec('true', { escalate: 'May I?' }), complete, 'done'],
    {
      handlers: {
        commandApproval: async () => {
          await thread.run('Go').catch((error: unknown) => errors.push(error));
          return { decision: 'decline' };
        },
      },
    },
  );
  const goal = await thread.goal('Go');
  expect((await goal.done).status).toBe('complete');
  expect(errors).toEqual([expect.any(InvalidRequestError)]);
});

it('says that an ephemeral thread can have none, before anything is sent', async () => {
  const thread = await runtime.thread([], { ephemeral: true });
  await expect(thread.goal('Go')).rejects.toThrow(/is ephemeral/);
  await expect(thread.resumeGoal()).rejects.toThrow(InvalidRequestError);
});
