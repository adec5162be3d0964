import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import {
  externalMessage,
  type GoalHandle,
  type GoalOptions,
  InvalidParamsError,
} from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

afterEach(() => {
  vi.useRealTimers();
});

const active = { threadId: 't1', objective: 'Go', status: 'active', createdAt: 1 };

/** A peer with no goal, which takes what is set. */
function goalPeer(config: ConstructorParameters<typeof ScriptedPeer>[0] = {}): ScriptedPeer {
  const peer = new ScriptedPeer(config);
  peer.answers['thread/goal/get'] = () => ({ goal: null });
  peer.answers['thread/goal/set'] = (params) => ({ goal: { ...active, ...params } });
  peer.answers['thread/goal/clear'] = () => ({ cleared: true });
  peer.answers['turn/interrupt'] = () => ({});
  return peer;
}

async function start(peer: ScriptedPeer, options: GoalOptions = {}): Promise<GoalHandle> {
  const thread = await peer.codex.threadStart();
  return thread.goal('Go', options);
}

function updated(peer: ScriptedPeer, status: string): void {
  peer.notify('thread/goal/updated', { threadId: 't1', goal: { ...active, status } });
}

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  await setImmediate();
  return settled;
}

it('ends at once when the goal was over before its turn', async () => {
  const peer = goalPeer();
  vi.useFakeTimers();
  const goal = await start(peer);
  peer.turn('u1').started();
  updated(peer, 'complete');
  expect(await isSettled(goal.done)).toBe(false);
  peer.turn('u1').completed();
  expect(await goal.done).toMatchObject({ status: 'complete', turns: [{ id: 'u1' }] });
  expect(vi.getTimerCount()).toBe(0);
  await peer.codex.close();
});

it('waits for a turn that was on its way when the goal ended between two turns', async () => {
  const peer = goalPeer();
  vi.useFakeTimers();
  const goal = await start(peer);
  peer.turn('u1').started();
  peer.turn('u1').completed();
  peer.notify('thread/goal/cleared', { threadId: 't1' });
  await vi.advanceTimersByTimeAsync(50);
  peer.turn('u2').started();
  await vi.advanceTimersByTimeAsync(5000);
  expect(await isSettled(goal.done)).toBe(false);
  peer.turn('u2').completed();
  await vi.advanceTimersByTimeAsync(100);
  expect(await goal.done).toMatchObject({ status: 'cleared', turns: [{ id: 'u1' }, { id: 'u2' }] });
  expect(vi.getTimerCount()).toBe(0);
  await peer.codex.close();
});

it.each(['before', 'after'])(
  'does not take the clearing of an earlier goal for its own, told %s the answer',
  async (when) => {
    const peer = goalPeer();
    peer.answers['thread/goal/get'] = () => ({ goal: { ...active, objective: 'Earlier' } });
    delete peer.answers['thread/goal/clear'];
    const starting = start(peer);
    await peer.sentOnce('thread/goal/clear');
    const cleared = (): void => {
      peer.notify('thread/goal/cleared', { threadId: 't1' });
    };
    if (when === 'before') cleared();
    peer.answer('thread/goal/clear', { result: { cleared: true } });
    const goal = await starting;
    if (when === 'after') cleared();
    expect(goal.status).toBe('active');
    cleared();
    expect(goal.status).toBe('cleared');
    expect((await goal.done).status).toBe('cleared');
    await peer.codex.close();
  },
);

it('keeps what comes before the answer, and what is newer than it', async () => {
  const peer = goalPeer();
  delete peer.answers['thread/goal/set'];
  const starting = start(peer);
  await peer.sentOnce('thread/goal/set');
  updated(peer, 'active');
  peer.turn('u1').started();
  peer.turn('u1').message('m', 'quick');
  updated(peer, 'complete');
  peer.turn('u1').completed();
  peer.answer('thread/goal/set', { result: { goal: active } });
  const goal = await starting;
  expect(await goal.done).toMatchObject({ status: 'complete', finalResponse: 'quick' });
  const methods: string[] = [];
  for await (const { method } of goal) methods.push(method);
  expect(methods).toEqual([
    'thread/goal/updated',
    'turn/started',
    'item/completed',
    'thread/goal/updated',
    'turn/completed',
  ]);
  await peer.codex.close();
});

it('is not paused any more when it is cut short after it was completed', async () => {
  const peer = goalPeer();
  const goal = await start(peer);
  peer.turn('u1').started();
  updated(peer, 'complete');
  const disposed = goal[Symbol.asyncDispose]();
  await peer.sentOnce('turn/interrupt');
  peer.turn('u1').completed('interrupted');
  await disposed;
  expect((await goal.done).status).toBe('complete');
  expect(peer.sent('thread/goal/set')).toHaveLength(1);
  await peer.codex.close();
});

it('gives up a goal that stays active without a turn', async () => {
  const peer = goalPeer({ requestTimeoutMs: 30_000 });
  vi.useFakeTimers();
  const goal = await start(peer);
  const { done } = goal;
  await vi.advanceTimersByTimeAsync(29_999);
  peer.turn('u1').started();
  await vi.advanceTimersByTimeAsync(100_000);
  peer.turn('u1').completed();
  await vi.advanceTimersByTimeAsync(29_999);
  expect(await isSettled(done)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await expect(done).rejects.toMatchObject({
    name: 'RequestTimeoutError',
    message: expect.stringContaining('no turn') as unknown,
  });
  expect(vi.getTimerCount()).toBe(0);
  await peer.codex.close();
});

it.each<[string, (peer: ScriptedPeer) => unknown]>([
  ['closed', (peer) => peer.notify('thread/closed', { threadId: 't1' })],
  ['archived', (peer) => peer.notify('thread/archived', { threadId: 't1' })],
  ['deleted', (peer) => peer.notify('thread/deleted', { threadId: 't1' })],
  [
    'unloaded',
    (peer) =>
      peer.notify('thread/status/changed', { threadId: 't1', status: { type: 'notLoaded' } }),
  ],
  ['unsubscribed', (peer) => peer.codex.rpc.thread.unsubscribe({ threadId: 't1' })],
])('is lost at once when its thread is %s between two turns', async (_how, leave) => {
  const peer = goalPeer();
  peer.answers['thread/unsubscribe'] = () => ({ status: 'unsubscribed' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const goal = await start(peer);
  peer.turn('u1').started();
  peer.turn('u1').completed();
  await setImmediate();
  const stream = goal.events();
  await leave(peer);
  const lost = { name: 'GoalLostError', code: 'goal_lost', threadId: 't1' };
  await expect(goal.done).rejects.toMatchObject({
    ...lost,
    result: { status: 'active', turns: [{ id: 'u1' }] },
  });
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toMatchObject(lost);
  expect(vi.getTimerCount()).toBe(0);
  // The thread is free.
  peer.answers['turn/start'] = () => peer.turn('u2').response.result;
  await peer.codex.threadStart().then((thread) => thread.turn('Next'));
  await peer.codex.close();
});

it.each<[status: string, outcome: object]>([
  ['active', { name: 'GoalLostError' }],
  ['complete', { status: 'complete' }],
])(
  'waits for the turn that runs when its thread is closed, and is then what it was: %s',
  async (status, outcome) => {
    const peer = goalPeer();
    const goal = await start(peer);
    peer.turn('u1').started();
    updated(peer, status);
    peer.notify('thread/closed', { threadId: 't1' });
    await peer.sentOnce('thread/turns/list');
    expect(await isSettled(goal.done)).toBe(false);
    const turn = { id: 'u1', status: 'completed', items: [] };
    peer.answer('thread/turns/list', { result: { data: [turn] } });
    expect(await goal.done.catch((error: unknown) => error)).toMatchObject(outcome);
    await peer.codex.close();
  },
);

it('rejects with the end of the connection, between turns too, and never unhandled', async () => {
  const peer = goalPeer();
  const goal = await start(peer);
  peer.turn('u1').started();
  peer.turn('u1').completed();
  const stream = goal.events();
  peer.transport.end({ reason: 'disconnected', stderr: 'out of memory\n' });
  await setImmediate();
  await setImmediate();
  await expect(goal.done).rejects.toThrow('out of memory');
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toThrow('out of memory');
});

it('stops a goal whose start was not answered, and frees the thread', async () => {
  const peer = goalPeer({ requestTimeoutMs: 50 });
  const thread = await peer.codex.threadStart();
  peer.answers['thread/goal/set'] = ({ status }) =>
    status === 'paused' ? { goal: { ...active, status } } : undefined;
  await expect(thread.goal('Go')).rejects.toMatchObject({ name: 'RequestTimeoutError' });
  expect(peer.sent('thread/goal/set')).toMatchObject([
    { params: { objective: 'Go', status: 'active' } },
    { params: { status: 'paused' } },
  ]);
  expect(peer.sent('turn/interrupt')).toHaveLength(1);
  peer.answers['turn/start'] = () => peer.turn('u').response.result;
  const turn = await thread.turn('Next');
  peer.turn('u').completed();
  expect((await turn.run()).status).toBe('completed');
  await peer.codex.close();
});

it.each(['before', 'after'])(
  'shares a turn with an external message that starts it, told %s the answer',
  async (when) => {
    const peer = goalPeer();
    const thread = await peer.codex.threadStart();
    const goal = await thread.goal('Go');
    const joining = thread.turn(externalMessage('build', 'green'));
    await peer.sentOnce('turn/start');
    if (when === 'before') peer.turn('u1').started();
    peer.answer('turn/start', peer.turn('u1').response);
    if (when === 'after') peer.turn('u1').started();
    const turn = await joining;
    peer.turn('u1').message('m', 'noted');
    updated(peer, 'complete');
    peer.turn('u1').completed();
    const seen: string[] = [];
    for await (const { method } of turn) seen.push(method);
    expect(seen).toEqual(['turn/started', 'item/completed', 'turn/completed']);
    expect((await turn.run()).finalResponse).toBe('noted');
    expect(await goal.done).toMatchObject({ status: 'complete', turns: [{ id: 'u1' }] });
    const ofGoal: string[] = [];
    for await (const { method } of goal) ofGoal.push(method);
    expect(ofGoal.filter((method) => method !== 'thread/goal/updated')).toEqual(seen);
    await peer.codex.close();
  },
);

it.each<[string, object, string]>([
  ['', {}, 'objective'],
  ['x'.repeat(4001), {}, '4000'],
  ['Go', { tokenBudget: 0 }, 'tokenBudget'],
  ['Go', { token_budget: 1 }, '`tokenBudget`'],
  ['Go', { status: 'paused' }, '`status`'],
  ['Go', { timeoutMs: -1 }, 'timeoutMs'],
])('rejects %j with %j before anything is sent', async (objective, options, named) => {
  const peer = goalPeer();
  const thread = await peer.codex.threadStart();
  const error = await thread.goal(objective, options).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(InvalidParamsError);
  expect((error as Error).message).toContain(named);
  expect(peer.sent('thread/goal/get')).toEqual([]);
  await peer.codex.close();
});
