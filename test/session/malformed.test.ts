import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ProtocolError, type ServerNotification } from '../../runtime/index.js';
import { METHODS } from '../../runtime/protocol.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

/** Params that no schema allows. */
const nonsense: readonly unknown[] = [
  undefined,
  null,
  0,
  'text',
  [],
  {},
  { threadId: 't1' },
  { threadId: 't1', turnId: 'u1' },
  { threadId: 't1', turnId: 'u1', item: null },
  { threadId: 't1', turnId: 'u1', item: {}, itemId: 7, delta: null },
  { threadId: 't1', turn: null },
  { threadId: 't1', turn: { id: 7 } },
  { threadId: 't1', status: null },
  { threadId: 7, turnId: {} },
  { loginId: 7, requestId: {} },
];

const notifications = Object.entries(METHODS)
  .filter(([, { kind }]) => kind === 'notification')
  .map(([method]) => method);

it('notifications of any shape end nothing, hide nothing and break no result', async () => {
  const peer = new ScriptedPeer();
  const heard: ServerNotification[] = [];
  peer.codex.on('*', (notification) => heard.push(notification));
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const thread = await peer.codex.threadStart();
  const handle = await thread.turn('Go');
  const stream = handle.stream();
  peer.turn('u1').started();
  let sent = 1;
  for (const method of [...notifications, 'brand/new']) {
    for (const params of nonsense) {
      // What says that the thread is gone does end its turn.
      if (/^thread\/(closed|archived|deleted)$/.test(method)) continue;
      peer.transport.receive({ method, params });
      sent++;
    }
  }
  peer.turn('u1').message('m', 'still right');
  peer.turn('u1').completed();
  expect(heard).toHaveLength(sent + 2);
  expect((await handle.run()).finalResponse).toBe('still right');
  const streamed: string[] = [];
  for await (const { method } of stream) streamed.push(method);
  expect(streamed.at(-1)).toBe('turn/completed');
  expect(streamed).toContain('item/started');
  for (const warning of peer.warnings) expect(warning).toMatch(/that makes no sense$/);
  await peer.codex.close();
});

it('requests of any shape are answered once each', async () => {
  const peer = new ScriptedPeer();
  await peer.codex.start();
  const methods = Object.entries(METHODS)
    .filter(([, { kind }]) => kind === 'serverRequest')
    .map(([method]) => method);
  let id = 0;
  for (const method of [...methods, 'brand/new']) {
    for (const params of nonsense) peer.transport.receive({ id: id++, method, params });
  }
  await setImmediate();
  const answered = peer.transport.sent.filter((message) => !('method' in message));
  expect(answered.map((message) => message['id'])).toEqual(Array.from({ length: id }, (_, n) => n));
  expect(peer.warnings).toEqual([]);
  await peer.codex.close();
});

it.each([undefined, null, 7, {}, { thread: null }, { turn: null }, { turn: {} }])(
  'an answer of %j to what starts a thread or a turn rejects that call',
  async (result) => {
    const peer = new ScriptedPeer();
    const thread = await peer.codex.threadStart();
    peer.answers['thread/start'] = () => undefined;
    const starting = peer.codex.threadStart();
    await setImmediate();
    peer.answer('thread/start', { result });
    await expect(starting).rejects.toThrow(ProtocolError);
    const turning = thread.run('Go');
    await setImmediate();
    peer.answer('turn/start', { result });
    await expect(turning).rejects.toThrow(ProtocolError);
    // The thread is free again.
    peer.answers['turn/start'] = () => peer.turn('u1').response.result;
    const handle = await thread.turn('Again');
    peer.turn('u1').completed();
    expect((await handle.run()).status).toBe('completed');
    await peer.codex.close();
  },
);
