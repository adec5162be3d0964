import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  defer,
  type HandlerContext,
  InvalidParamsError,
  type OpenRequest,
  tool,
} from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const ask = 'item/tool/requestUserInput';
const params = { threadId: 't1', turnId: 'u1', itemId: 'i1', questions: [] };
const yes = { answers: { q: { answers: ['yes'] } } };

/** What the client answered, by request id. */
function answers(peer: ScriptedPeer): Record<string, unknown>[] {
  return peer.transport.sent.filter((message) => !('method' in message));
}

describe('a handler', () => {
  it('that never returns leaves the request open until its turn ends', async () => {
    let context: HandlerContext | undefined;
    const peer = new ScriptedPeer({
      handlers: {
        userInput: (_params, given) => {
          context = given;
          return new Promise(() => {});
        },
      },
    });
    await peer.codex.start();
    peer.transport.receive({ id: 3, method: ask, params });
    await setImmediate();
    expect(context?.signal.aborted).toBe(false);
    peer.turn('u1').completed('interrupted');
    expect(context?.signal.aborted).toBe(true);
    expect(answers(peer)).toEqual([]);
    await peer.codex.close();
  });

  it('that answers after it was resolved elsewhere is not heard, nor is what it throws then', async () => {
    const peer = new ScriptedPeer({
      handlers: {
        userInput: async (_params, { signal }) => {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          if (String(signal.reason).includes('elsewhere')) return yes;
          throw new Error('Too late');
        },
      },
    });
    await peer.codex.start();
    for (const id of [1, 2]) peer.transport.receive({ id, method: ask, params });
    await setImmediate();
    peer.notify('serverRequest/resolved', { threadId: 't1', requestId: 1 });
    peer.turn('u1').completed();
    await setImmediate();
    expect(answers(peer)).toEqual([]);
    expect(peer.warnings).toEqual([]);
    await peer.codex.close();
  });

  it('that cannot be chosen leaves the safe answer', async () => {
    const echo = tool({
      name: 'echo',
      description: 'Echoes',
      input: { type: 'object' },
      execute: () => 'echo',
    });
    const peer = new ScriptedPeer();
    await peer.codex.threadStart({
      tools: [echo],
      handlers: {
        get userInput(): never {
          throw new Error('A getter of poor quality');
        },
      },
    });
    const call = { threadId: 't1', turnId: 'u1', tool: 'unheard', arguments: {} };
    peer.transport.receive({ id: 1, method: 'item/tool/call', params: call });
    peer.transport.receive({ id: 2, method: ask, params });
    await setImmediate();
    expect(answers(peer)).toMatchObject([
      { id: 1, result: { success: false } },
      { id: 2, result: { answers: {} } },
    ]);
    expect(peer.warnings).toMatchObject([expect.stringContaining('poor quality')]);
    await peer.codex.close();
  });
});

describe('a request that is sent again with the same id', () => {
  it('is one request while it is open', async () => {
    let asked = 0;
    let answer: ((result: typeof yes) => void) | undefined;
    const peer = new ScriptedPeer({
      handlers: {
        userInput: () => {
          asked++;
          return new Promise((resolve) => {
            answer = resolve;
          });
        },
      },
    });
    await peer.codex.start();
    for (let n = 0; n < 3; n++) peer.transport.receive({ id: 7, method: ask, params });
    await setImmediate();
    answer?.(yes);
    await setImmediate();
    expect(asked).toBe(1);
    expect(answers(peer)).toEqual([{ id: 7, result: yes }]);
    await peer.codex.close();
  });

  it('is one request also when its answer was on the way', async () => {
    let asked = 0;
    const peer = new ScriptedPeer({
      handlers: {
        userInput: () => {
          asked++;
          return yes;
        },
      },
    });
    await peer.codex.start();
    peer.transport.receive({ id: 7, method: ask, params });
    await setImmediate();
    peer.transport.receive({ id: 7, method: ask, params });
    await setImmediate();
    expect(asked).toBe(1);
    expect(answers(peer)).toEqual([{ id: 7, result: yes }]);
    // Another one under that id is another one.
    peer.transport.receive({ id: 7, method: ask, params: { ...params, itemId: 'i2' } });
    await setImmediate();
    expect(asked).toBe(2);
    await peer.codex.close();
  });
});

describe('an open request', () => {
  async function opened(): Promise<{ peer: ScriptedPeer; open: OpenRequest }> {
    const peer = new ScriptedPeer({ handlers: { userInput: defer } });
    let open: OpenRequest | undefined;
    peer.codex.onOpenRequest((request) => (open = request));
    await peer.codex.start();
    peer.transport.receive({ id: 7, method: ask, params });
    return { peer, open: open! };
  }

  it('stays open when the answer cannot be sent', async () => {
    const { peer, open } = await opened();
    expect(() => open.respond({ n: 1n })).toThrow(TypeError);
    expect(() => open.reject(new Error('no') as never)).toThrow(InvalidParamsError);
    expect(peer.codex.openRequests.get(7)).toBe(open);
    expect(open.signal.aborted).toBe(false);
    expect(open.respond(yes)).toBe(true);
    expect(open.respond(yes)).toBe(false);
    expect(open.reject({ code: 1, message: 'no' })).toBe(false);
    expect(peer.codex.openRequests.size).toBe(0);
    expect(answers(peer)).toEqual([{ id: 7, result: yes }]);
    await peer.codex.close();
  });

  it('goes with its turn, its answer elsewhere or the client', async () => {
    const byTurn = await opened();
    byTurn.peer.turn('u1').completed();
    const elsewhere = await opened();
    elsewhere.peer.notify('serverRequest/resolved', { threadId: 't1', requestId: 7 });
    const closed = await opened();
    await closed.peer.codex.close();
    for (const { peer, open } of [byTurn, elsewhere, closed]) {
      expect(open.signal.aborted).toBe(true);
      expect(open.respond(yes)).toBe(false);
      expect(peer.codex.openRequests.size).toBe(0);
      expect(answers(peer)).toEqual([]);
      await peer.codex.close();
    }
  });

  it('of a turn whose end was found in the history goes with it', async () => {
    const peer = new ScriptedPeer({ handlers: { userInput: defer } });
    peer.answers['turn/start'] = () => peer.turn('u1').response.result;
    peer.answers['thread/turns/list'] = () => ({
      data: [{ id: 'u1', status: 'completed', items: [] }],
    });
    const thread = await peer.codex.threadStart();
    const handle = await thread.turn('Go');
    peer.transport.receive({ id: 7, method: ask, params });
    peer.notify('thread/closed', { threadId: 't1' });
    await handle.run();
    expect(peer.codex.openRequests.size).toBe(0);
    await peer.codex.close();
  });

  it('that an earlier request outlived is not touched by it', async () => {
    // After a restart the runtime counts its ids from 0 again.
    let release: (() => void) | undefined;
    const peer = new ScriptedPeer({
      handlers: {
        userInput: defer,
        elicitation: (_params, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              release = () => reject(new Error('gone'));
            });
          }),
      },
    });
    await peer.codex.start();
    const elicitation = { threadId: 't1', turnId: 'u1' };
    peer.transport.receive({ id: 0, method: 'mcpServer/elicitation/request', params: elicitation });
    await setImmediate();
    peer.notify('serverRequest/resolved', { threadId: 't1', requestId: 0 });
    peer.transport.receive({ id: 0, method: ask, params });
    const open = peer.codex.openRequests.get(0);
    release?.();
    await setImmediate();
    expect(peer.codex.openRequests.get(0)).toBe(open);
    peer.turn('u1').completed();
    expect(open?.signal.aborted).toBe(true);
    expect(peer.codex.openRequests.size).toBe(0);
    await peer.codex.close();
  });
});
