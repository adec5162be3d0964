import { expect, it } from 'vitest';
import { Codex as RootCodex } from '../../runtime/index.js';
import {
  Codex,
  type ServerNotification,
  SubscriberOverflowError,
} from '../../runtime/snake_case/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { WirePeer } from './support/wire-peer.js';

async function started(): Promise<{ peer: WirePeer; codex: Codex }> {
  const peer = new WirePeer();
  await peer.client.start();
  return { peer, codex: peer.client };
}

it('hears notifications of a method and of all, unknown ones as they are', async () => {
  const { peer, codex } = await started();
  const heard: ServerNotification[] = [];
  const all: ServerNotification[] = [];
  const one = codex.on('thread/name/updated', (notification) => heard.push(notification));
  codex.on('*', (notification) => all.push(notification));
  peer.notify('thread/name/updated', { threadId: 't1', threadName: 'N', newerKey: { someKey: 1 } });
  one[Symbol.dispose]();
  peer.notify('thread/name/updated', { threadId: 't1' });
  peer.notify('newer/method', { threadId: 't1' });
  expect(heard).toEqual([
    {
      method: 'thread/name/updated',
      params: { thread_id: 't1', thread_name: 'N', newerKey: { someKey: 1 } },
      emitted_at_ms: 1,
    },
  ]);
  expect(all.map(({ method, params }) => [method, params])).toEqual([
    ['thread/name/updated', heard[0]?.params],
    ['thread/name/updated', { thread_id: 't1' }],
    ['newer/method', { threadId: 't1' }],
  ]);
});

it('hears typed notifications over RPC as well', async () => {
  const { peer, codex } = await started();
  const names: unknown[] = [];
  codex.rpc.on('thread/name/updated', ({ params }) => names.push(params.thread_name));
  peer.notify('thread/name/updated', { threadId: 't1', threadName: 'N' });
  peer.notify('thread/archived', { threadId: 't1' });
  expect(names).toEqual(['N']);
});

it('streams the notifications that were asked for', async () => {
  const { peer, codex } = await started();
  const stream = codex.notifications({ thread_id: 't2', methods: ['thread/name/updated'] });
  peer.notify('thread/name/updated', { threadId: 't1', threadName: 'A' });
  peer.notify('thread/archived', { threadId: 't2' });
  peer.notify('thread/name/updated', { threadId: 't2', threadName: 'B' });
  for await (const { params } of stream) {
    expect(params).toEqual({ thread_id: 't2', thread_name: 'B' });
    break;
  }
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

it('tells a slow reader what to raise', async () => {
  const { peer, codex } = await started();
  const stream = codex.notifications({ max_queued: 1 });
  for (let i = 0; i < 3; i++) peer.notify('thread/archived', { threadId: 't1' });
  const error = await stream.next().catch((e: unknown) => e as SubscriberOverflowError);
  expect(error).toBeInstanceOf(SubscriberOverflowError);
  expect(error).toMatchObject({
    max_queued: 1,
    maxQueued: 1,
    message: expect.stringMatching(/raise max_queued$/) as string,
  });
});

it('streams a turn to several readers, from its start, and gives its text', async () => {
  const { peer, codex } = await started();
  const thread = await codex.thread_start();
  const turn = await thread.turn('Go');
  const play = peer.turn('u1', thread.id);
  play.started();
  play.itemStarted('m1');
  play.delta('m1', 'he');
  const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
    const all: T[] = [];
    for await (const value of source) all.push(value);
    return all;
  };
  const [streamed, iterated] = [turn.stream(), turn[Symbol.asyncIterator]()];
  const text = collect(turn.text());
  play.delta('m1', 'llo');
  play.message('m1', 'hello');
  play.completed();
  const events = await collect(streamed);
  expect(events.map(({ method }) => method)).toEqual([
    'turn/started',
    'item/started',
    'item/agentMessage/delta',
    'item/agentMessage/delta',
    'item/completed',
    'turn/completed',
  ]);
  expect(events[2]?.params).toEqual({
    thread_id: thread.id,
    turn_id: 'u1',
    item_id: 'm1',
    delta: 'he',
  });
  expect(await collect(iterated)).toEqual(events);
  expect(await text).toEqual(['he', 'llo']);
  const { final_response, items, partial_items } = await turn.run();
  expect({ final_response, items: items.length, partial_items }).toEqual({
    final_response: 'hello',
    items: 1,
    partial_items: [],
  });
});

it('sends requests in the order of the calls, as the root does', async () => {
  const order = async (
    codex: { start(): Promise<void>; close(): Promise<void> },
    peer: ScriptedPeer,
    calls: () => Promise<unknown>[],
  ) => {
    await codex.start();
    const settled = Promise.allSettled(calls());
    await new Promise(setImmediate);
    await codex.close();
    await settled;
    return peer.transport.sent.map(({ method }) => method);
  };
  const there = new ScriptedPeer();
  const here = new WirePeer();
  const expected = await order(there.codex, there, () => [
    there.codex.threadList(),
    there.codex.rpc.model.list(),
    there.codex.threadArchive('t'),
  ]);
  const actual = await order(here.client, here, () => [
    here.client.thread_list(),
    here.client.rpc.model.list(),
    here.client.thread_archive('t'),
  ]);
  expect(actual).toEqual(expected);
  expect(RootCodex).not.toBe(Codex);
});
