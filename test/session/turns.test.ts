import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import {
  type CodexConfig,
  RequestTimeoutError,
  type ServerNotification,
  TransportClosedError,
  TurnLostError,
} from '../../runtime/index.js';
import { MANIFEST } from '../../generated/manifest.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

afterEach(() => {
  vi.useRealTimers();
});

async function collect(stream: AsyncIterable<ServerNotification>): Promise<string[]> {
  const methods: string[] = [];
  for await (const { method } of stream) methods.push(method);
  return methods;
}

it('loses nothing of a turn that is over before its start is answered', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  const starting = thread.turn('Go');
  await setImmediate();
  const turn = peer.turn('u1');
  turn.started();
  turn.message('m1', 'done');
  turn.completed();
  peer.answer('turn/start', turn.response);
  const handle = await starting;
  expect(await collect(handle.stream())).toEqual([
    'turn/started',
    'item/completed',
    'turn/completed',
  ]);
  expect((await handle.run()).finalResponse).toBe('done');
  await peer.codex.close();
});

it('keeps turns apart, and gives events of nobody to nobody', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const handle = await thread.turn('Go');
  const other = peer.turn('u2');
  other.started();
  other.message('x', 'not yours');
  peer.turn('u1', 'another thread').message('y', 'not yours either');
  peer.notify('brand/new', { threadId: 't1', turnId: 'u1', novelty: true });
  other.completed();
  const mine = peer.turn('u1');
  mine.message('m', 'mine');
  mine.completed();
  mine.message('late', 'after the end');
  expect(await collect(handle.stream())).toEqual(['brand/new', 'item/completed', 'turn/completed']);
  expect((await handle.run()).items).toHaveLength(1);
  await peer.codex.close();
});

it('reports a message that never completed, and began without a text', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const handle = await thread.turn('Go');
  const item = { type: 'agentMessage', id: 'a' };
  peer.notify('item/started', { threadId: 't1', turnId: 'u1', item });
  peer.turn('u1').delta('a', 'half');
  peer.turn('u1').completed('interrupted');
  expect((await handle.run()).partialItems).toMatchObject([{ id: 'a', text: 'half' }]);
  await peer.codex.close();
});

it('reports items that never completed, with the text that had arrived', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const handle = await thread.turn('Go');
  const turn = peer.turn('u1');
  turn.itemStarted('a');
  turn.delta('a', 'half ');
  turn.itemStarted('b');
  turn.delta('a', 'a word');
  turn.message('b', 'whole');
  turn.completed('interrupted');
  const result = await handle.run();
  expect(result.partialItems).toMatchObject([{ id: 'a', text: 'half a word' }]);
  expect(result.items).toMatchObject([{ id: 'b', text: 'whole' }]);
  await peer.codex.close();
});

it.each([
  {
    messages: [
      ['a', 'final_answer'],
      ['b', null],
    ] as const,
    final: 'a',
  },
  {
    messages: [
      ['a', null],
      ['b', 'commentary'],
    ] as const,
    final: 'a',
  },
  {
    messages: [
      ['a', null],
      ['', null],
    ] as const,
    final: '',
  },
  {
    messages: [
      ['a', 'commentary'],
      ['b', 'partial_answer'],
    ] as const,
    final: null,
  },
  {
    messages: [
      ['a', 'final_answer'],
      ['b', 'final_answer'],
    ] as const,
    final: 'b',
  },
  { messages: [[undefined as never, 'final_answer']] as const, final: null },
  {
    messages: [
      ['a', null],
      [undefined as never, null],
    ] as const,
    final: 'a',
  },
])('takes $final as the final response of $messages', async ({ messages, final }) => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const handle = await thread.turn('Go');
  const turn = peer.turn('u1');
  messages.forEach(([text, phase], index) => turn.message(`m${index}`, text, phase));
  turn.completed();
  expect((await handle.run()).finalResponse).toBe(final);
  await peer.codex.close();
});

it('stops a turn whose start was not answered, and frees its thread', async () => {
  const peer = new ScriptedPeer({ requestTimeoutMs: 50 });
  const thread = await peer.codex.threadStart();
  await expect(thread.run('Go')).rejects.toThrow(RequestTimeoutError);
  expect(peer.sent('turn/interrupt')).toMatchObject([{ params: { threadId: 't1', turnId: '' } }]);
  peer.answers['turn/start'] = () => peer.turn('u2').response.result;
  const next = thread.turn('Next');
  peer.answer('turn/interrupt', { result: {} });
  const handle = await next;
  peer.turn('u2').completed();
  expect((await handle.run()).status).toBe('completed');
  await peer.codex.close();
});

it('asks the history when the end of a turn stays away, and takes it from there', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  peer.answers['thread/turns/list'] = () => ({
    data: [
      {
        id: 'u1',
        status: 'completed',
        items: [{ type: 'agentMessage', id: 'm', text: 'from history', phase: null }],
      },
    ],
  });
  vi.useFakeTimers();
  const handle = await thread.turn('Go');
  peer.notify('thread/status/changed', { threadId: 't1', status: { type: 'idle' } });
  const result = handle.run();
  await vi.advanceTimersByTimeAsync(1999);
  expect(peer.sent('thread/turns/list')).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(await result).toMatchObject({ status: 'completed', finalResponse: 'from history' });
  expect(vi.getTimerCount()).toBe(0);
  await peer.codex.close();
});

it('does not ask the history when the end comes in time', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  vi.useFakeTimers();
  const handle = await thread.turn('Go');
  peer.notify('thread/status/changed', { threadId: 't1', status: { type: 'idle' } });
  peer.turn('u1').completed();
  await handle.run();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(peer.sent('thread/turns/list')).toHaveLength(0);
  expect(vi.getTimerCount()).toBe(0);
  await peer.codex.close();
});

it('says that a turn is lost when the thread is gone and the history does not know it', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  peer.answers['thread/turns/list'] = () => ({ data: [] });
  const handle = await thread.turn('Go');
  peer.notify('thread/closed', { threadId: 't1' });
  await expect(handle.run()).rejects.toThrow(TurnLostError);
  await expect(collect(handle.stream())).rejects.toThrow(TurnLostError);
  await peer.codex.close();
});

it('sends nothing for a turn that is aborted before it could be sent', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  const controller = new AbortController();
  const run = thread.run('Go', {
    signal: controller.signal,
    // It takes a moment to be ready for it.
    outputSchema: { type: 'object', properties: {} },
  });
  controller.abort('changed my mind');
  await expect(run).rejects.toMatchObject({ name: 'AbortError', cause: 'changed my mind' });
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const next = await thread.turn('Next');
  expect(peer.sent('turn/start')).toHaveLength(1);
  expect(next.id).toBe('u1');
  await peer.codex.close();
});

it.each(['thread/closed', 'thread/status/changed', 'thread/unsubscribe'])(
  'takes no turn for running whose thread is gone: %s',
  async (how) => {
    const peer = new ScriptedPeer();
    const thread = await peer.codex.threadStart();
    // Of another client: nobody here has asked for it.
    peer.turn('u1').started();
    peer.answers['thread/unsubscribe'] = () => ({ status: 'unsubscribed' });
    if (how === 'thread/unsubscribe') await peer.codex.rpc.thread.unsubscribe({ threadId: 't1' });
    else peer.notify(how, { threadId: 't1', status: { type: 'notLoaded' } });
    const goal = { threadId: 't1', objective: 'x', status: 'paused', createdAt: 1 };
    peer.answers['thread/goal/set'] = () => ({ goal });
    peer.answers['thread/goal/get'] = () => ({ goal: null });
    const { done } = await thread.goal('x');
    expect(await done).toMatchObject({ status: 'paused', turns: [] });
    await peer.codex.close();
  },
);

it('rejects a running turn once with the end of the connection', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const handle = await thread.turn('Go');
  peer.transport.end({ reason: 'disconnected', stderr: 'out of memory\n' });
  await expect(handle.run()).rejects.toThrow('out of memory');
  await expect(handle.run()).rejects.toThrow(TransportClosedError);
  expect(await peer.codex.closed).toMatchObject({ reason: 'disconnected' });
});

it.each([
  { optOutNotificationMethods: ['item/completed', 'item/agentMessage/delta'] },
  { capabilities: { optOutNotificationMethods: ['item/completed', 'item/agentMessage/delta'] } },
])('opts out of nothing that results rest on, and says so', async (config) => {
  const peer = new ScriptedPeer(config as CodexConfig);
  await peer.codex.start();
  expect(peer.sent('initialize')).toMatchObject([
    { params: { capabilities: { optOutNotificationMethods: ['item/agentMessage/delta'] } } },
  ]);
  expect(peer.warnings).toEqual([expect.stringContaining('item/completed')]);
  await peer.codex.close();
});

it('warns about a runtime of another version, by both versions', async () => {
  const peer = new ScriptedPeer();
  peer.answers['initialize'] = () => ({ userAgent: 'peer/99.0.1-alpha.2 (x)' });
  await peer.codex.start();
  expect(peer.codex.metadata.serverVersion).toBe('99.0.1-alpha.2');
  expect(peer.warnings).toEqual([expect.stringContaining('99.0.1-alpha.2')]);
  expect(peer.warnings[0]).toContain(MANIFEST.runtimeVersion);
  await peer.codex.close();
});
