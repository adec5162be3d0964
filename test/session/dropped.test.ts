import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import type { GoalHandle, ServerNotification, Thread, TurnHandle } from '../../runtime/index.js';
import { EventLog } from '../../runtime/session/event-log.js';
import { ThreadsInUse } from '../../runtime/session/threads-in-use.js';
import { collectGarbage } from '../support/collect-garbage.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

async function started(): Promise<{ peer: ScriptedPeer; thread: Thread }> {
  const peer = new ScriptedPeer();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  return { peer, thread: await peer.codex.threadStart() };
}

it('a turn whose handle was dropped keeps no events, and goes on', async () => {
  const { peer, thread } = await started();
  const { signal } = new AbortController();
  const handles: WeakRef<TurnHandle>[] = [];
  const events: WeakRef<ServerNotification>[] = [];
  // In a function of its own, so that nothing here holds the handle.
  await (async () => {
    handles.push(new WeakRef(await thread.turn('Go', { signal, timeoutMs: 60_000 })));
  })();
  peer.codex.on('item/agentMessage/delta', (event) => {
    events.push(new WeakRef(event));
  });
  for (let index = 0; index < 3; index++) peer.turn('u1').delta('m', 'text');
  await collectGarbage(() => handles[0]?.deref() === undefined);
  await collectGarbage(() => events.every((event) => event.deref() === undefined));
  peer.turn('u1').completed();
  // The thread is free again.
  const next = await thread.turn('Next');
  peer.turn('u1').completed();
  expect((await next.run()).status).toBe('completed');
  await peer.codex.close();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('a handle that was disposed of keeps no events, though it is still there', async () => {
  const { peer, thread } = await started();
  peer.answers['turn/interrupt'] = () => ({});
  const handle = await thread.turn('Go');
  const events: WeakRef<ServerNotification>[] = [];
  peer.codex.on('item/agentMessage/delta', (event) => {
    events.push(new WeakRef(event));
  });
  for (let index = 0; index < 3; index++) peer.turn('u1').delta('m', 'text');
  const disposed = handle[Symbol.asyncDispose]();
  await peer.sentOnce('turn/interrupt');
  peer.turn('u1').completed('interrupted');
  await disposed;
  expect(events.length).toBe(3);
  await collectGarbage(() => events.every((event) => event.deref() === undefined));
  expect((await handle.run()).status).toBe('interrupted');
  await peer.codex.close();
});

it.each([
  ['was refused', () => ({ error: { code: -32600, message: 'no' } })],
  ['is over', (peer: ScriptedPeer) => peer.turn('u1').response],
])('a start that %s keeps nothing of what follows on its thread', async (_, answer) => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  const starting = thread.turn('Go').catch(() => {});
  await peer.sentOnce('turn/start');
  peer.answer('turn/start', answer(peer));
  await starting;
  peer.turn('u1').completed();
  const events: WeakRef<ServerNotification>[] = [];
  peer.codex.on('item/agentMessage/delta', (event) => {
    events.push(new WeakRef(event));
  });
  for (let index = 0; index < 3; index++) peer.turn('another').delta('m', 'text');
  expect(events.length).toBe(3);
  await collectGarbage(() => events.every((event) => event.deref() === undefined));
  await peer.codex.close();
});

it('a goal is waited for without its handle', async () => {
  const { peer, thread } = await started();
  const goal = { threadId: 't1', objective: 'Go', status: 'active', createdAt: 1 };
  peer.answers['thread/goal/get'] = () => ({ goal: null });
  peer.answers['thread/goal/set'] = () => ({ goal });
  const handles: WeakRef<GoalHandle>[] = [];
  const done = await (async () => {
    const handle = await thread.goal('Go');
    handles.push(new WeakRef(handle));
    return [handle.done];
  })();
  await collectGarbage(() => handles[0]?.deref() === undefined);
  await peer.codex.close();
  await expect(done[0]).rejects.toThrow('closed by this client');
});

it('a reader that was dropped holds nothing back, but one that is waited for does', async () => {
  const log = new EventLog<object>();
  let seen: object | undefined;
  void log
    .read()
    .next()
    .then(({ value }) => (seen = value));
  (() => void log.read())();
  log.push({});
  expect(log.kept).toBe(1);
  await collectGarbage(() => log.kept === 0);
  expect(seen).toEqual({});
});

it.each(['waits', 'lags too far behind', 'is aborted', 'outlives the client'])(
  'does not hold the object that has a handle and reads in a method of its own, when it %s',
  async (fate) => {
    const { peer, thread } = await started();
    const users: WeakRef<object>[] = [];
    class User {
      #reader: AsyncIterator<unknown> | undefined;
      readonly #controller = new AbortController();
      readonly #turn: TurnHandle;
      constructor(turn: TurnHandle) {
        this.#turn = turn;
      }
      read(): void {
        const { signal } = this.#controller;
        this.#reader = this.#turn.stream({ signal, maxQueued: 2 });
        if (fate === 'waits') void this.#reader.next();
      }
      // Whatever goes wrong is found out while methods of the user run.
      meet(): Promise<void> {
        if (fate === 'is aborted') this.#controller.abort();
        const deltas = fate === 'outlives the client' ? 1 : 3;
        for (let index = 0; index < deltas; index++) peer.turn('u1').delta('m', 'text');
        return fate === 'outlives the client' ? peer.codex.close() : Promise.resolve();
      }
    }
    await (async () => {
      const user = new User(await thread.turn('Go'));
      users.push(new WeakRef(user));
      user.read();
      await user.meet();
    })();
    await collectGarbage(() => users[0]?.deref() === undefined);
    await peer.codex.close();
  },
);

it('a thread is in use until everybody has dropped it', async () => {
  const threads = new ThreadsInUse();
  const inUse = (): string[] => [...threads].map(([threadId]) => threadId);
  const held = {};
  threads.add('held', held, {});
  (() => {
    threads.add('held', {}, {});
    threads.add('dropped', {}, {});
  })();
  expect(inUse()).toEqual(['held', 'dropped']);
  await collectGarbage(() => inUse().length < 2);
  expect(inUse()).toEqual(['held']);
  expect(held).toEqual({});
});
