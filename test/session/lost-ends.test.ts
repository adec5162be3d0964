import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CodexConfig, type Thread, TurnLostError } from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

interface Started {
  readonly peer: ScriptedPeer;
  readonly thread: Thread;
}

async function started(config: CodexConfig = {}): Promise<Started> {
  const peer = new ScriptedPeer(config);
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  return { peer, thread: await peer.codex.threadStart() };
}

function stored(status: string): object {
  return { data: [{ id: 'u1', status, items: [] }] };
}

async function idle({ peer }: Started): Promise<void> {
  peer.notify('thread/status/changed', { threadId: 't1', status: { type: 'idle' } });
  await setImmediate();
}

describe('a turn that was interrupted, and whose end does not come', () => {
  it('ends as the history tells, and the next one runs', async () => {
    const { peer, thread } = await started();
    peer.answers['turn/interrupt'] = () => ({});
    peer.answers['thread/turns/list'] = () => stored('interrupted');
    const controller = new AbortController();
    const handle = await thread.turn('Go', { signal: controller.signal });
    const run = handle.run();
    const next = thread.turn('Next');
    peer.turn('u1').started();
    controller.abort('enough');
    await setImmediate();
    expect(peer.sent('turn/interrupt')).toHaveLength(1);
    const outcome = expect(run).rejects.toMatchObject({
      name: 'AbortError',
      result: { status: 'interrupted' },
    });
    await vi.advanceTimersByTimeAsync(2000);
    await outcome;
    peer.answers['turn/start'] = () => peer.turn('u2').response.result;
    await next;
    await peer.codex.close();
  });

  it('ends too if the runtime says that it does not run', async () => {
    const { peer, thread } = await started();
    peer.answers['thread/turns/list'] = () => stored('completed');
    const handle = await thread.turn('Go');
    peer.turn('u1').started();
    const interrupt = handle.interrupt().catch((error: unknown) => error);
    await setImmediate();
    const error = { code: -32600, message: 'no active turn to interrupt' };
    peer.answer('turn/interrupt', { error });
    expect(await interrupt).toMatchObject({ name: 'InvalidRequestError' });
    await vi.advanceTimersByTimeAsync(2000);
    expect((await handle.run()).status).toBe('completed');
    await peer.codex.close();
  });

  it('is waited for without a limit if requests have none', async () => {
    const { peer, thread } = await started({ requestTimeoutMs: Infinity });
    peer.answers['turn/interrupt'] = () => ({});
    peer.answers['thread/turns/list'] = () => stored('inProgress');
    const controller = new AbortController();
    const handle = await thread.turn('Go', { signal: controller.signal });
    peer.turn('u1').started();
    controller.abort();
    let settled = false;
    const run = handle.run().catch((error: unknown) => {
      settled = true;
      return error;
    });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(settled).toBe(false);
    peer.turn('u1').completed('interrupted');
    expect(await run).toMatchObject({ name: 'AbortError' });
    await peer.codex.close();
  });
});

it('a turn that does not tell of its beginning is interrupted after a while', async () => {
  const { peer, thread } = await started();
  peer.answers['turn/interrupt'] = () => ({});
  const handle = await thread.turn('Go');
  const interrupt = handle.interrupt();
  await vi.advanceTimersByTimeAsync(1999);
  expect(peer.sent('turn/interrupt')).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(await interrupt).toEqual({});
  peer.turn('u1').completed('interrupted');
  await peer.codex.close();
});

describe('a turn whose thread is idle', () => {
  it('is left alone while the history says that it runs, and looked at ever more seldom', async () => {
    const start = await started();
    const { peer, thread } = start;
    peer.answers['thread/turns/list'] = () => stored('inProgress');
    const handle = await thread.turn('Go');
    await idle(start);
    await vi.advanceTimersByTimeAsync(2000 + 4000 + 8000 + 16_000 + 32_000 + 60_000);
    expect(peer.sent('thread/turns/list')).toHaveLength(6);
    peer.answers['thread/turns/list'] = () => stored('completed');
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await handle.run()).status).toBe('completed');
    await peer.codex.close();
  });

  it('is not watched any more once the thread is active again', async () => {
    const start = await started();
    const { peer, thread } = start;
    const handle = await thread.turn('Go');
    for (let n = 0; n < 3; n++) {
      await idle(start);
      peer.notify('thread/status/changed', { threadId: 't1', status: { type: 'active' } });
    }
    await vi.advanceTimersByTimeAsync(600_000);
    expect(peer.sent('thread/turns/list')).toHaveLength(0);
    peer.turn('u1').completed();
    await handle.run();
    await peer.codex.close();
  });

  it('is not given up while the runtime is only silent', async () => {
    const start = await started({ requestTimeoutMs: 1000 });
    const { peer, thread } = start;
    const handle = await thread.turn('Go');
    await idle(start);
    await vi.advanceTimersByTimeAsync(2000 + 1000 + 4000 + 1000);
    expect(peer.sent('thread/turns/list')).toHaveLength(2);
    peer.turn('u1').completed();
    expect((await handle.run()).status).toBe('completed');
    await peer.codex.close();
  });

  it.each([{ data: [] }, { data: null }, {}, 'rubbish'])(
    'is lost if the history is %j',
    async (history) => {
      const start = await started();
      const { peer, thread } = start;
      peer.answers['thread/turns/list'] = () => history;
      const handle = await thread.turn('Go');
      await idle(start);
      const outcome = expect(handle.run()).rejects.toThrow(TurnLostError);
      await vi.advanceTimersByTimeAsync(2000);
      await outcome;
      await peer.codex.close();
    },
  );

  it('is lost if it only said that it tries again', async () => {
    const start = await started();
    const { peer, thread } = start;
    peer.answers['thread/turns/list'] = () => ({ data: [] });
    const handle = await thread.turn('Go');
    const error = { message: 'Once more', codexErrorInfo: 'serverOverloaded' };
    peer.notify('error', { threadId: 't1', turnId: 'u1', error, willRetry: true });
    await idle(start);
    const outcome = expect(handle.run()).rejects.toThrow(TurnLostError);
    await vi.advanceTimersByTimeAsync(2000);
    await outcome;
    await peer.codex.close();
  });

  it('takes what it can from a history that is not made as it should be', async () => {
    const start = await started();
    const { peer, thread } = start;
    peer.answers['thread/turns/list'] = () => ({ data: [{ id: 'u1', status: 'completed' }] });
    const handle = await thread.turn('Go');
    await idle(start);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await handle.run()).toMatchObject({ status: 'completed', items: [] });
    await peer.codex.close();
  });
});

it.each([{ data: [] }, {}, stored('inProgress')])(
  'a turn whose thread is closed has failed if it said so, though the history is %j',
  async (history) => {
    const { peer, thread } = await started();
    peer.answers['thread/turns/list'] = () => history;
    const run = thread.run('Go').catch((e: unknown) => e);
    await peer.sentOnce('turn/start');
    peer.turn('u1').message('m', 'so far');
    const told = { threadId: 't1', turnId: 'u1' };
    const retried = { message: 'Once more', codexErrorInfo: 'serverOverloaded' };
    peer.notify('error', { ...told, error: retried, willRetry: true });
    const error = { message: 'no repository', codexErrorInfo: 'other' };
    peer.notify('error', { ...told, error, willRetry: false });
    peer.notify('thread/closed', { threadId: 't1' });
    expect(await run).toMatchObject({
      name: 'TurnFailedError',
      message: 'no repository',
      codexErrorInfo: 'other',
      result: { id: 'u1', status: 'failed', error, finalResponse: 'so far' },
    });
    await peer.codex.close();
  },
);

it('the end of a client leaves no watch behind', async () => {
  const start = await started();
  const { peer, thread } = start;
  const handle = await thread.turn('Go');
  await idle(start);
  expect(vi.getTimerCount()).toBe(1);
  await peer.codex.close();
  await expect(handle.run()).rejects.toMatchObject({ code: 'transport_closed' });
});

describe('a turn that is aborted while its start is not answered', () => {
  async function starting(config: CodexConfig = {}): Promise<{
    peer: ScriptedPeer;
    controller: AbortController;
    run: Promise<unknown>;
    next: () => Promise<void>;
  }> {
    const { peer, thread } = await started(config);
    peer.answers['turn/start'] = () => undefined;
    peer.answers['turn/interrupt'] = () => ({});
    const controller = new AbortController();
    const run = thread.run('Go', { signal: controller.signal }).catch((error: unknown) => error);
    await peer.sentOnce('turn/start');
    const next = async (): Promise<void> => {
      peer.answers['turn/start'] = () => peer.turn('u2').response.result;
      const turn = await thread.turn('Next');
      peer.turn('u2').completed();
      expect((await turn.run()).status).toBe('completed');
    };
    return { peer, controller, run, next };
  }

  it('and stays so rejects with AbortError when the time is up, and frees the thread', async () => {
    const { peer, controller, run, next } = await starting({ requestTimeoutMs: 1000 });
    controller.abort('enough');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await run).toMatchObject({ name: 'AbortError', cause: 'enough' });
    expect(peer.sent('turn/interrupt')).toMatchObject([{ params: { threadId: 't1', turnId: '' } }]);
    await next();
    await peer.codex.close();
  });

  it.each(['before', 'after'])(
    'is interrupted as soon as an event tells its id, %s the abort, and waited for',
    async (when) => {
      const { peer, controller, run, next } = await starting();
      const turn = peer.turn('u1');
      if (when === 'before') turn.started();
      controller.abort('enough');
      if (when === 'after') turn.started();
      await setImmediate();
      expect(peer.sent('turn/interrupt')).toMatchObject([{ params: { turnId: 'u1' } }]);
      turn.message('m', 'so far');
      // An answer that comes after all changes nothing.
      peer.answer('turn/start', turn.response);
      turn.completed('interrupted');
      expect(await run).toMatchObject({
        name: 'AbortError',
        cause: 'enough',
        result: { id: 'u1', status: 'interrupted', finalResponse: 'so far' },
      });
      await next();
      await peer.codex.close();
    },
  );
});
