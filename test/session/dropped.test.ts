import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import type { ServerNotification, Thread, TurnHandle } from '../../runtime/index.js';
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
