import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CodexConfig, Thread } from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

async function started(config: CodexConfig = {}): Promise<{ peer: ScriptedPeer; thread: Thread }> {
  const peer = new ScriptedPeer(config);
  peer.answers['turn/start'] = () => peer.turn('own').response.result;
  return { peer, thread: await peer.codex.threadStart() };
}

function status(peer: ScriptedPeer, type: string): void {
  peer.notify('thread/status/changed', { threadId: 't1', status: { type, activeFlags: [] } });
}

/** Runs the own turn to its end. */
async function finish(peer: ScriptedPeer, run: Promise<{ id: string }>): Promise<void> {
  await peer.sentOnce('turn/start');
  peer.turn('own').started();
  peer.turn('own').completed();
  expect(await run).toMatchObject({ id: 'own', status: 'completed' });
  await peer.codex.close();
}

describe('while a turn runs that was started elsewhere', () => {
  it('nothing is started that would become part of it, or end it', async () => {
    const { peer, thread } = await started();
    peer.turn('other').started();
    const run = thread.run('Go');
    await setImmediate();
    expect(peer.sent('turn/start')).toEqual([]);
    // A goal goes on at once with its next turn.
    peer.turn('other').completed();
    peer.turn('another').started();
    await setImmediate();
    expect(peer.sent('turn/start')).toEqual([]);
    peer.turn('another').completed();
    await finish(peer, run);
  });

  it.each<[string, (thread: Thread) => Promise<unknown>]>([
    ['review/start', (thread) => thread.review('All of it')],
    ['thread/compact/start', (thread) => thread.compact()],
  ])('%s waits as well', async (method, call) => {
    const { peer, thread } = await started();
    peer.turn('other').started();
    const done = call(thread).catch((error: unknown) => error);
    await setImmediate();
    expect(peer.sent(method)).toEqual([]);
    peer.turn('other').completed();
    await peer.sentOnce(method);
    await peer.codex.close();
    expect(await done).toMatchObject({ code: 'transport_closed' });
  });

  it('giving up sends nothing', async () => {
    const { peer, thread } = await started();
    peer.turn('other').started();
    const controller = new AbortController();
    const run = thread.run('Go', { signal: controller.signal });
    await setImmediate();
    controller.abort('enough');
    await expect(run).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    peer.turn('other').completed();
    await setImmediate();
    expect(peer.sent('turn/start')).toEqual([]);
    await finish(peer, thread.run('Next'));
  });

  it('its end is not waited for when the thread has been idle for a while', async () => {
    const { peer, thread } = await started();
    peer.turn('other').started();
    status(peer, 'idle');
    const run = thread.run('Go');
    await vi.advanceTimersByTimeAsync(1999);
    status(peer, 'active');
    await vi.advanceTimersByTimeAsync(10_000);
    status(peer, 'idle');
    await vi.advanceTimersByTimeAsync(1999);
    expect(peer.sent('turn/start')).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await finish(peer, run);
  });

  it('it is known from the thread that was taken up, too', async () => {
    const { peer } = await started();
    const turns = [{ id: 'other', items: [], status: 'inProgress' }];
    for (const known of [turns, []]) {
      peer.answers['thread/resume'] = () => ({
        thread: { id: 't1', status: { type: 'active', activeFlags: [] }, turns: known },
        sandbox: { type: 'readOnly' },
      });
      const thread = await peer.codex.threadResume('t1');
      const sent = peer.sent('turn/start').length;
      const run = thread.run('Go');
      await setImmediate();
      expect(peer.sent('turn/start')).toHaveLength(sent);
      peer.turn('other').completed();
      while (peer.sent('turn/start').length === sent) await setImmediate();
      await setImmediate();
      peer.turn('own').completed();
      expect((await run).id).toBe('own');
    }
    await peer.codex.close();
  });

  it('a thread that is taken up idle is free', async () => {
    const { peer } = await started();
    peer.turn('other').started();
    peer.answers['thread/resume'] = () => ({
      thread: { id: 't1', status: { type: 'idle' }, turns: [] },
      sandbox: { type: 'readOnly' },
    });
    const thread = await peer.codex.threadResume('t1');
    await finish(peer, thread.run('Go'));
  });

  it.each(['thread/closed', 'thread/archived', 'thread/deleted'])(
    'its thread is free after %s',
    async (method) => {
      const { peer, thread } = await started();
      peer.turn('other').started();
      const run = thread.run('Go');
      await setImmediate();
      peer.notify(method, { threadId: 't1' });
      await finish(peer, run);
    },
  );
});

describe('a runtime that takes no notice', () => {
  it('of a turn that was stopped does not keep the next one waiting', async () => {
    const { peer, thread } = await started({ requestTimeoutMs: 500 });
    const first = await thread.turn('Go', { timeoutMs: 200 });
    peer.turn('own').started();
    const next = thread.run('Next', { timeoutMs: 300 }).catch((error: unknown) => error);
    peer.answers['turn/start'] = () => undefined;
    const outcome = expect(first.run()).rejects.toMatchObject({ name: 'RequestTimeoutError' });
    await vi.advanceTimersByTimeAsync(200 + 500);
    await outcome;
    await peer.sentOnce('turn/start');
    await vi.advanceTimersByTimeAsync(300 + 500);
    expect(await next).toMatchObject({ name: 'RequestTimeoutError', timeoutMs: 300 });
    await peer.codex.close();
  });

  it.each([
    [{ timeoutMs: 200 }, { name: 'RequestTimeoutError', timeoutMs: 200 }],
    [{ signal: true }, { name: 'AbortError', cause: 'enough' }],
  ])('of a start is waited for a moment longer than %o says', async (limits, error) => {
    const { peer, thread } = await started();
    peer.answers['turn/start'] = () => undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const run = thread
      .run('Go', 'signal' in limits ? { signal } : limits)
      .catch((thrown: unknown) => thrown);
    await peer.sentOnce('turn/start');
    await vi.advanceTimersByTimeAsync(200);
    controller.abort('enough');
    await vi.advanceTimersByTimeAsync(1999);
    expect(peer.sent('turn/interrupt')).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await run).toMatchObject(error);
    expect(peer.sent('turn/interrupt')).toMatchObject([{ params: { threadId: 't1', turnId: '' } }]);
    peer.answer('turn/interrupt', { result: {} });
    // An answer that comes after all is nobody's.
    peer.answer('turn/start', peer.turn('late').response);
    peer.answers['turn/start'] = () => peer.turn('own').response.result;
    await finish(peer, thread.run('Next'));
  });

  it('of a start tells of the turn by an event, and that is stopped for its time', async () => {
    const { peer, thread } = await started();
    peer.answers['turn/start'] = () => undefined;
    const run = thread.run('Go', { timeoutMs: 200 }).catch((thrown: unknown) => thrown);
    await peer.sentOnce('turn/start');
    await vi.advanceTimersByTimeAsync(200);
    peer.turn('own').started();
    await vi.advanceTimersByTimeAsync(1);
    expect(peer.sent('turn/interrupt')).toMatchObject([{ params: { turnId: 'own' } }]);
    peer.turn('own').message('m', 'so far');
    peer.turn('own').completed('interrupted');
    expect(await run).toMatchObject({
      message: 'The turn took longer than 200 ms',
      result: { finalResponse: 'so far' },
    });
    await peer.codex.close();
  });
});
