import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  externalMessage,
  type ServerNotification,
  type Thread,
  TransportClosedError,
  TurnFailedError,
  type TurnHandle,
} from '../../runtime/index.js';
import { ScriptedPeer, type ScriptedTurn } from '../support/scripted-peer.js';

interface Started {
  readonly peer: ScriptedPeer;
  readonly thread: Thread;
  readonly handle: TurnHandle;
  readonly turn: ScriptedTurn;
}

/** A turn that runs, and its handle. */
async function started(): Promise<Started> {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  const turn = peer.turn('u1');
  peer.answers['turn/start'] = () => turn.response.result;
  const handle = await thread.turn('Go');
  turn.started();
  return { peer, thread, handle, turn };
}

/** Another handle of the turn that runs. */
function join({ thread }: Started): Promise<TurnHandle> {
  return thread.turn(externalMessage('news', 'Something happened.'));
}

/** What comes after the deltas, and these as their texts. */
async function read(events: AsyncIterable<ServerNotification>): Promise<string[]> {
  const read: string[] = [];
  for await (const event of events) {
    read.push(event.method === 'item/agentMessage/delta' ? event.params.delta : event.method);
  }
  return read;
}

describe('a handle that joins a turn', () => {
  it.each([true, false])(
    'has the events from its own start on (others were read: %s)',
    async (wereRead) => {
      const all = await started();
      all.turn.delta('m', 'before');
      const early = all.handle.stream();
      if (wereRead) for (let n = 0; n < 2; n++) await early.next();
      const joined = await join(all);
      all.turn.delta('m', 'after');
      all.turn.completed();
      expect(await read(joined.stream())).toEqual(['after', 'turn/completed']);
      expect(await read(early)).toEqual([
        ...(wereRead ? [] : ['turn/started', 'before']),
        'after',
        'turn/completed',
      ]);
      await all.peer.codex.close();
    },
  );

  it('loses nothing when the turn ends before its start is answered', async () => {
    const all = await started();
    delete all.peer.answers['turn/start'];
    const joining = join(all);
    await setImmediate();
    all.turn.message('m', 'The end.');
    all.turn.completed();
    expect((await all.handle.run()).finalResponse).toBe('The end.');
    all.peer.answer('turn/start', all.turn.response);
    const joined = await joining;
    expect((await joined.run()).finalResponse).toBe('The end.');
    expect(await read(joined.stream())).toEqual(['item/completed', 'turn/completed']);
    await all.peer.codex.close();
  });

  it('leaves the turn to the others when its stream is left', async () => {
    const all = await started();
    const joined = await join(all);
    all.turn.delta('m', 'one');
    for await (const _ of joined.stream()) break;
    all.turn.delta('m', 'two');
    all.turn.completed();
    expect(await read(all.handle.stream())).toEqual([
      'turn/started',
      'one',
      'two',
      'turn/completed',
    ]);
    expect((await joined.run()).status).toBe('completed');
    await all.peer.codex.close();
  });

  it('fails with it when the connection ends, like every other', async () => {
    const all = await started();
    const joined = await join(all);
    const ends = [all.handle, joined].flatMap((handle) => [handle.run(), read(handle.stream())]);
    all.peer.transport.end({ reason: 'exited', exitCode: 3, stderr: 'out of luck' });
    for (const end of ends) {
      await expect(end).rejects.toThrow(TransportClosedError);
      await expect(end).rejects.toThrow('out of luck');
    }
  });

  it('fails with it when the model does, like every other', async () => {
    const all = await started();
    const joined = await join(all);
    const error = {
      message: 'The model is tired.',
      codexErrorInfo: 'other',
      additionalDetails: null,
    };
    const turn = { id: 'u1', items: [], status: 'failed', error };
    all.peer.notify('turn/completed', { threadId: 't1', turn });
    for (const handle of [all.handle, joined]) {
      await expect(handle.run()).rejects.toThrow(TurnFailedError);
      await expect(handle.run()).rejects.toThrow('The model is tired.');
      expect((await read(handle.stream())).at(-1)).toBe('turn/completed');
    }
    await all.peer.codex.close();
  });
});

describe('a start that fails', () => {
  it('keeps nothing of what came for it, and frees the thread', async () => {
    const peer = new ScriptedPeer();
    const thread = await peer.codex.threadStart();
    const starting = thread.turn('Go');
    await setImmediate();
    const turn = peer.turn('u1');
    turn.started();
    turn.completed();
    peer.answer('turn/start', { error: { code: -32600, message: 'no such model' } });
    await expect(starting).rejects.toThrow('no such model');
    // The same turn again has only what comes from now on.
    peer.answers['turn/start'] = () => turn.response.result;
    const handle = await thread.turn('Again');
    turn.message('m', 'Fine.');
    turn.completed();
    expect(await read(handle.stream())).toEqual(['item/completed', 'turn/completed']);
    await peer.codex.close();
  });

  it('because the connection ends rejects with the account of it', async () => {
    const peer = new ScriptedPeer();
    const thread = await peer.codex.threadStart();
    const starting = thread.turn('Go');
    await setImmediate();
    peer.turn('u1').started();
    peer.transport.end({ reason: 'exited', exitCode: 1, stderr: 'gone' });
    await expect(starting).rejects.toThrow(TransportClosedError);
    await expect(starting).rejects.toThrow('gone');
  });
});

it('what is newer than this client goes to its turn, wherever it names that', async () => {
  const { peer, handle, turn } = await started();
  peer.notify('brand/new', { threadId: 't1', turnId: 'u1' });
  peer.notify('brand/newer', { threadId: 't1', turn: { id: 'u1' } });
  peer.notify('brand/foreign', { threadId: 't1', turn: { id: 'u2' } });
  peer.notify('brand/odd', { threadId: 't1', turn: 'u1' });
  turn.completed();
  expect(await read(handle.stream())).toEqual([
    'turn/started',
    'brand/new',
    'brand/newer',
    'turn/completed',
  ]);
  await peer.codex.close();
});
