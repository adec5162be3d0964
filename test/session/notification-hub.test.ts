import { describe, expect, it } from 'vitest';
import {
  AbortError,
  type ServerNotification,
  SubscriberOverflowError,
  TransportClosedError,
} from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

async function started(): Promise<ScriptedPeer> {
  const peer = new ScriptedPeer();
  await peer.codex.start();
  return peer;
}

async function methodsOf(stream: AsyncIterable<ServerNotification>): Promise<string[]> {
  const methods: string[] = [];
  for await (const { method } of stream) methods.push(method);
  return methods;
}

describe('a stream of notifications', () => {
  it('has those that were asked for, in order', async () => {
    const peer = await started();
    const { codex } = peer;
    const all = codex.notifications();
    const ofThread = codex.notifications({ threadId: 't1' });
    const ofMethod = codex.notifications({ methods: ['brand/new', 'turn/started'] });
    peer.notify('brand/new', { threadId: 't2' });
    peer.turn('u1').started();
    peer.notify('brand/newer', { threadId: 't1' });
    await codex.close();
    expect(await methodsOf(all)).toEqual(['brand/new', 'turn/started', 'brand/newer']);
    expect(await methodsOf(ofThread)).toEqual(['turn/started', 'brand/newer']);
    expect(await methodsOf(ofMethod)).toEqual(['brand/new', 'turn/started']);
  });

  it('may lag behind by what it asked for, however much else there is', async () => {
    const peer = await started();
    const stream = peer.codex.notifications({ methods: ['wanted'], maxQueued: 2 });
    for (let n = 0; n < 100; n++) peer.notify('noise', {});
    peer.notify('wanted', { n: 1 });
    for (let n = 0; n < 100; n++) peer.notify('noise', {});
    peer.notify('wanted', { n: 2 });
    expect((await stream.next()).value).toMatchObject({ params: { n: 1 } });
    peer.notify('wanted', { n: 3 });
    peer.notify('wanted', { n: 4 });
    await expect(stream.next()).rejects.toThrow(SubscriberOverflowError);
    await peer.codex.close();
  });

  it('begun after the end ends at once, as the others did', async () => {
    const closed = await started();
    await closed.codex.close();
    expect(await methodsOf(closed.codex.notifications())).toEqual([]);
    const lost = await started();
    const before = methodsOf(lost.codex.notifications());
    lost.transport.end({ reason: 'disconnected' });
    await expect(before).rejects.toThrow(TransportClosedError);
    await expect(methodsOf(lost.codex.notifications())).rejects.toThrow(TransportClosedError);
    await expect(lost.codex.notifications().next()).rejects.toThrow(TransportClosedError);
  });

  it('with a signal that has aborted gives nothing', async () => {
    const peer = await started();
    const stream = peer.codex.notifications({ signal: AbortSignal.abort('why') });
    peer.notify('brand/new', {});
    await expect(stream.next()).rejects.toMatchObject({ name: 'AbortError', cause: 'why' });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await peer.codex.close();
  });

  it('fails with the stack of whoever opened it', async () => {
    const peer = await started();
    const controller = new AbortController();
    function placeOfInterest(): AsyncIterator<ServerNotification> {
      return peer.codex.notifications({ signal: controller.signal });
    }
    const [one, two] = [placeOfInterest(), peer.codex.notifications()];
    const pending = one.next();
    controller.abort();
    const aborted = await pending.catch((error: unknown) => error as Error);
    expect(aborted).toBeInstanceOf(AbortError);
    expect((aborted as Error).stack).toContain('placeOfInterest');
    const other = two.next().catch((error: unknown) => error as Error);
    peer.transport.end({ reason: 'disconnected' });
    expect(((await other) as Error).stack).toContain('notification-hub.test');
  });
});

describe('a reader of a turn', () => {
  it('may lag behind by what is its own, however much its sub-agents do', async () => {
    const peer = await started();
    const { codex } = peer;
    peer.answers['turn/start'] = () => peer.turn('u1').response.result;
    const thread = await codex.threadStart();
    const handle = await thread.turn('Go');
    const own = handle.stream({ maxQueued: 3 });
    const all = handle.stream({ maxQueued: 3, includeChildren: true });
    const turn = peer.turn('u1');
    turn.started();
    peer.notify('turn/started', {
      threadId: 'child',
      turn: { id: 'c1', rootTurnId: 'u1', items: [], status: 'inProgress' },
    });
    for (let n = 0; n < 100; n++) peer.turn('c1', 'child').delta('m', `${n}`);
    turn.message('m', 'done');
    turn.completed();
    expect(await methodsOf(own)).toEqual(['turn/started', 'item/completed', 'turn/completed']);
    await expect(methodsOf(all)).rejects.toThrow(SubscriberOverflowError);
    await codex.close();
  });
});
