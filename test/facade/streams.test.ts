import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AbortError,
  externalMessage,
  type ServerNotification,
  SubscriberOverflowError,
  type Thread,
  type TurnHandle,
} from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

let peer: ScriptedPeer;

beforeEach(() => {
  peer = new ScriptedPeer();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
});

afterEach(() => peer.codex.close());

/** A thread whose turn runs. */
async function running(): Promise<{ thread: Thread; turn: TurnHandle }> {
  const thread = await peer.codex.threadStart();
  const turn = await thread.turn('Go');
  peer.turn('u1').started();
  return { thread, turn };
}

describe('an external message that joins a running turn', () => {
  it('gets a handle of its own on it, with the events from there on', async () => {
    const { thread, turn } = await running();
    peer.turn('u1').delta('m', 'before');
    const joined = await thread.turn(externalMessage('ci', 'green'));
    expect(joined).not.toBe(turn);
    expect(joined.id).toBe(turn.id);
    peer.turn('u1').delta('m', 'after');
    peer.turn('u1').message('m', 'beforeafter');
    peer.turn('u1').completed();
    expect(await texts(turn)).toEqual(['before', 'after']);
    expect(await texts(joined)).toEqual(['after']);
    expect(await joined.run()).toEqual(await turn.run());
  });
});

describe('streams', () => {
  it('of a turn end by their own signal, and fail alone when they lag', async () => {
    const { turn } = await running();
    const controller = new AbortController();
    const aborted = turn.stream({ signal: controller.signal });
    const small = turn.stream({ maxQueued: 3 });
    const whole = turn.stream();
    for (let n = 0; n < 10; n++) peer.turn('u1').delta('m', 'x');
    await expect(small.next()).rejects.toThrow(SubscriberOverflowError);
    controller.abort('enough');
    await expect(drained(aborted)).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    peer.turn('u1').completed();
    expect(await drained(whole)).toHaveLength(12);
    expect((await turn.run()).status).toBe('completed');
  });

  it('of a failed turn end as those of any other', async () => {
    const { turn } = await running();
    peer.turn('u1').completed('failed');
    expect((await drained(turn)).at(-1)).toBe('turn/completed');
    await expect(turn.run()).rejects.toMatchObject({
      name: 'TurnFailedError',
      code: 'turn_failed',
    });
  });

  it('of notifications end by their signal, and by leaving the loop', async () => {
    await peer.codex.start();
    const controller = new AbortController();
    const aborted = peer.codex.notifications({ signal: controller.signal });
    const left = peer.codex.notifications({ maxQueued: 1 });
    peer.notify('brand/new', { n: 1 });
    for await (const { method } of left) {
      expect(method).toBe('brand/new');
      break;
    }
    for (let n = 0; n < 5; n++) peer.notify('brand/new', { n });
    expect(await left.next()).toMatchObject({ done: true });
    controller.abort();
    await expect(drained(aborted)).rejects.toThrow(AbortError);
  });

  it('of a turn end with the connection, by its error', async () => {
    const { turn } = await running();
    const stream = turn.stream();
    peer.transport.end({ reason: 'exited', exitCode: 3, stderr: 'out of memory\n' });
    await expect(drained(stream)).rejects.toMatchObject({
      name: 'TransportClosedError',
      exitCode: 3,
      stderr: 'out of memory\n',
    });
  });
});

async function drained(stream: AsyncIterable<ServerNotification>): Promise<string[]> {
  const methods: string[] = [];
  for await (const { method } of stream) methods.push(method);
  return methods;
}

async function texts(turn: TurnHandle): Promise<string[]> {
  const pieces: string[] = [];
  for await (const text of turn.text()) pieces.push(text);
  return pieces;
}
