import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AbortError,
  type CallOptions,
  Codex,
  InvalidRequestError,
  isRetryableError,
  type Thread,
  TurnAbortedError,
  type TurnHandle,
} from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};
let peer: ScriptedPeer;

beforeEach(() => {
  process.on('unhandledRejection', note);
  peer = new ScriptedPeer({ requestTimeoutMs: 60 });
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  peer.answers['account/login/start'] = ({ type }) => ({
    type,
    loginId: 'l',
    authUrl: 'x',
    verificationUrl: 'x',
    userCode: 'c',
  });
});

afterEach(async () => {
  await peer.codex.close();
  await setImmediate();
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toEqual([]);
});

/** A thread whose turn runs. */
async function running(): Promise<{ thread: Thread; turn: TurnHandle }> {
  const thread = await peer.codex.threadStart();
  const turn = await thread.turn('Go');
  peer.turn('u1').started();
  return { thread, turn };
}

it('no handle is thenable: awaiting what returns it would unwrap it', async () => {
  peer.answers['thread/goal/get'] = () => ({ goal: null });
  peer.answers['thread/goal/set'] = () => ({ goal: { objective: 'o', status: 'active' } });
  const { thread, turn } = await running();
  peer.turn('u1').completed();
  const handles = [
    peer.codex,
    thread,
    turn,
    turn.stream(),
    await thread.goal('Make it so'),
    await peer.codex.loginChatgpt(),
    await peer.codex.loginChatgptDeviceCode(),
    peer.codex.notifications(),
  ];
  for (const handle of handles) expect('then' in handle).toBe(false);
});

it('promises that nobody looks at reject unnoticed when the connection fails', async () => {
  peer.answers['thread/goal/get'] = () => ({ goal: null });
  peer.answers['thread/goal/set'] = () => ({ goal: { objective: 'o', status: 'active' } });
  const { turn } = await running();
  void turn.stream();
  const other = await peer.codex.threadResume('t2').catch(() => undefined);
  expect(other).toBeUndefined();
  await peer.codex.loginChatgpt();
  const { closed } = peer.codex;
  peer.transport.end({ reason: 'failed', error: new Error('cut') });
  expect(await closed).toMatchObject({ reason: 'failed' });
});

/** Every method that talks to the runtime, with options for the call. */
type Call = (options: CallOptions, thread: Thread, turn: TurnHandle) => Promise<unknown>;
const calls: readonly (readonly [string, string, Call])[] = [
  ['loginApiKey', 'account/login/start', (o) => peer.codex.loginApiKey('k', o)],
  ['loginChatgpt', 'account/login/start', (o) => peer.codex.loginChatgpt(o)],
  ['loginChatgptDeviceCode', 'account/login/start', (o) => peer.codex.loginChatgptDeviceCode(o)],
  ['account', 'account/read', (o) => peer.codex.account(o)],
  ['logout', 'account/logout', (o) => peer.codex.logout(o)],
  ['threadStart', 'thread/start', (o) => peer.codex.threadStart(o)],
  ['threadResume', 'thread/resume', (o) => peer.codex.threadResume('t', o)],
  ['threadFork', 'thread/fork', (o) => peer.codex.threadFork('t', o)],
  ['threadList', 'thread/list', (o) => peer.codex.threadList(o)],
  ['threads', 'thread/list', (o) => peer.codex.threads(o).next()],
  ['threadArchive', 'thread/archive', (o) => peer.codex.threadArchive('t', o)],
  ['threadUnarchive', 'thread/unarchive', (o) => peer.codex.threadUnarchive('t', o)],
  ['threadDelete', 'thread/delete', (o) => peer.codex.threadDelete('t', o)],
  ['models', 'model/list', (o) => peer.codex.models(o)],
  ['rpc', 'skills/list', (o) => peer.codex.rpc.skills.list({}, o)],
  ['rpc.request', 'config/read', (o) => peer.codex.rpc.request('config/read', {}, o)],
  ['rpc.requestUntyped', 'brand/new', (o) => peer.codex.rpc.requestUntyped('brand/new', {}, o)],
  ['read', 'thread/read', (o, thread) => thread.read(o)],
  ['setName', 'thread/name/set', (o, thread) => thread.setName('n', o)],
  ['turns', 'thread/turns/list', (o, thread) => thread.turns(o).next()],
  ['items', 'thread/items/list', (o, thread) => thread.items(o).next()],
  ['steer', 'turn/steer', (o, _thread, turn) => turn.steer('x', o)],
  ['interrupt', 'turn/interrupt', (o, _thread, turn) => turn.interrupt(o)],
];

it('every call has a signal and a time limit of its own', async () => {
  const { thread, turn } = await running();
  peer.answers['account/login/start'] = () => undefined;
  delete peer.answers['thread/start'];
  for (const [name, , call] of calls) {
    const before = peer.transport.sent.length;
    const reason = Object.freeze(new DOMException('enough', 'TimeoutError'));
    const rejected = expect(
      call({ signal: AbortSignal.abort(reason) }, thread, turn),
      name,
    ).rejects;
    await rejected.toMatchObject({ name: 'AbortError', code: 'aborted', cause: reason });
    expect(peer.transport.sent.length, name).toBe(before);
  }
  const outcomes = calls.map(async ([name, method, call]) => {
    const limited = expect(call({ timeoutMs: 5 }, thread, turn), name).rejects;
    await limited.toMatchObject({ name: 'RequestTimeoutError', method, timeoutMs: 5 });
    const controller = new AbortController();
    const open = call({ signal: controller.signal, timeoutMs: Infinity }, thread, turn);
    await setImmediate();
    controller.abort('changed my mind');
    await expect(open, name).rejects.toMatchObject({
      name: 'AbortError',
      cause: 'changed my mind',
    });
  });
  await Promise.all(outcomes);
  for (const [name, method] of calls) expect(peer.sent(method).length, name).toBeGreaterThan(1);
});

describe('a turn that is cut short', () => {
  it('is not waited for longer than a request may take', async () => {
    const thread = await peer.codex.threadStart();
    const controller = new AbortController();
    const turn = await thread.turn('Go', { signal: controller.signal });
    peer.turn('u1').delta('m', 'x');
    const reason = Object.freeze({ why: 'enough' });
    controller.abort(reason);
    const error = await turn.run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TurnAbortedError);
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ name: 'AbortError', result: { status: 'inProgress' } });
    expect((error as AbortError).cause).toBe(reason);
    expect(peer.sent('turn/interrupt')).toHaveLength(1);
  });

  it('while its start is under way is interrupted as soon as it is known', async () => {
    delete peer.answers['turn/start'];
    const thread = await peer.codex.threadStart();
    const controller = new AbortController();
    const running = thread.run('Go', { signal: controller.signal });
    await peer.sentOnce('turn/start');
    controller.abort();
    peer.answer('turn/start', peer.turn('u1').response);
    peer.turn('u1').started();
    await peer.sentOnce('turn/interrupt');
    expect(peer.sent('turn/interrupt')).toMatchObject([{ params: { turnId: 'u1' } }]);
    peer.answer('turn/interrupt', { result: {} });
    peer.turn('u1').completed('interrupted');
    await expect(running).rejects.toMatchObject({
      name: 'AbortError',
      result: { status: 'interrupted' },
    });
  });

  it('before it is sent sends nothing, also while something else is prepared', async () => {
    const thread = await peer.codex.threadStart();
    const controller = new AbortController();
    const schema = { type: 'object', properties: {} };
    const turn = thread.run('Go', { signal: controller.signal, outputSchema: schema });
    controller.abort('enough');
    await expect(turn).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    expect(peer.sent('turn/start')).toEqual([]);
    // The thread is free again.
    const next = await thread.turn('Go');
    peer.turn('u1').completed();
    expect((await next.run()).status).toBe('completed');
  });
});

it('a thread has one turn at a time, whichever object it goes by', async () => {
  peer.answers['thread/resume'] = () => ({ thread: { id: 't1' }, sandbox: { type: 'readOnly' } });
  const { turn } = await running();
  const again = await peer.codex.threadResume('t1');
  const queued = again.turn('Next');
  await setImmediate();
  expect(peer.sent('turn/start')).toHaveLength(1);
  peer.answers['turn/start'] = () => peer.turn('u2').response.result;
  // A reader that leaves does not free the thread; the end of the turn does.
  for await (const _ of turn) break;
  await setImmediate();
  expect(peer.sent('turn/start')).toHaveLength(1);
  peer.turn('u1').completed();
  expect((await queued).id).toBe('u2');
});

it('a handler of a running turn that wants another one is told of steer()', async () => {
  let thread: Thread | undefined;
  const refusals: unknown[] = [];
  await peer.codex.close();
  peer = new ScriptedPeer({
    handlers: {
      userInput: async () => {
        const attempts = [thread?.run('More'), thread?.review('x'), thread?.compact()];
        for (const attempt of attempts) refusals.push(await attempt?.catch((e: unknown) => e));
        return { answers: {} };
      },
    },
  });
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  ({ thread } = await running());
  const params = { threadId: 't1', turnId: 'u1', itemId: 'i', questions: [] };
  peer.transport.receive({ id: 9, method: 'item/tool/requestUserInput', params });
  while (refusals.length < 3) await setImmediate();
  for (const refusal of refusals) {
    expect(refusal).toBeInstanceOf(InvalidRequestError);
    expect((refusal as Error).message).toContain('steer()');
  }
});

it('a thread that cannot start a turn is free for the next one', async () => {
  delete peer.answers['turn/start'];
  const thread = await peer.codex.threadStart();
  const first = thread.run('Go');
  const second = thread.turn('Next');
  await peer.sentOnce('turn/start');
  peer.answer('turn/start', { error: { code: -32600, message: 'no such model' } });
  await expect(first).rejects.toThrow('no such model');
  while (peer.sent('turn/start').length < 2) await setImmediate();
  peer.answer('turn/start', peer.turn('u2').response);
  expect((await second).id).toBe('u2');
});

it('nothing of what the runtime answers to a start is thrown away', async () => {
  const answer = { thread: { id: 't7', novel: 1 }, sandbox: { type: 'readOnly' }, later: { x: 1 } };
  for (const method of ['thread/start', 'thread/resume', 'thread/fork']) {
    peer.answers[method] = () => answer;
  }
  const threads = [
    await peer.codex.threadStart(),
    await peer.codex.threadResume('t7'),
    await peer.codex.threadFork('t1'),
  ];
  for (const { id, details } of threads) {
    expect(id).toBe('t7');
    expect(details).toEqual(answer);
  }
});

it('a request that the server is too busy for is sent again, if that is not switched off', async () => {
  for (const retry of [{ maxAttempts: 3, initialDelayMs: 1 }, false] as const) {
    const client = new ScriptedPeer({ retry });
    const { transport } = client;
    const answer = transport.onSend;
    let refusals = 0;
    transport.onSend = (text) => {
      const { id, method } = JSON.parse(text) as { id: number; method: string };
      if (method !== 'model/list') return answer(text);
      const busy = { id, error: { code: -32001, message: 'Server overloaded; retry later.' } };
      const message = refusals++ < 2 ? busy : { id, result: { data: [], nextCursor: null } };
      queueMicrotask(() => transport.receive(message));
      return Promise.resolve();
    };
    const models = client.codex.models();
    if (retry) expect(await models).toEqual({ data: [], nextCursor: null });
    else await expect(models.catch(isRetryableError)).resolves.toBe(true);
    expect(refusals).toBe(retry ? 3 : 1);
    await client.codex.close();
  }
});

it('a client needs no configuration, and starts nothing by itself', () => {
  const codex = new Codex();
  expect(() => codex.metadata).toThrow('start');
  expect(codex.openRequests.size).toBe(0);
  expect(codex.signal.aborted).toBe(false);
});
