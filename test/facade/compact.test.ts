import { describe, expect, it } from 'vitest';
import {
  InvalidParamsError,
  type Thread,
  TransportClosedError,
  TurnFailedError,
} from '../../runtime/index.js';
import { Gate, reply } from '../../runtime/testing/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const runtime = new SharedRuntime();

it('compacts to the end, and the thread goes on from the summary', async () => {
  const thread = await runtime.thread([
    'the first answer',
    [reply.text('THE SUMMARY'), reply.usage({ input: 5, output: 7 })],
    'later',
  ]);
  await thread.run('Begin');
  const result = await thread.compact();
  expect(result).toMatchObject({
    status: 'completed',
    items: [{ type: 'contextCompaction' }],
    partialItems: [],
    finalResponse: null,
    usage: { total: { inputTokens: 5, outputTokens: 7 } },
  });
  await thread.run('Go on');
  const texts = JSON.stringify(runtime.requests(thread)[2]?.input);
  expect(texts).toContain('THE SUMMARY');
  expect(texts).not.toContain('the first answer');
});

it('compacts a thread that has had no turn yet', async () => {
  const thread = await runtime.thread(['SUMMARY']);
  expect((await thread.compact()).status).toBe('completed');
});

it('rejects a failed compaction, and frees the thread', async () => {
  const thread = await runtime.thread(['one', reply.httpError(500), 'still here']);
  await thread.run('Begin');
  const error = await thread.compact().catch((e: unknown) => e);
  expect(error).toBeInstanceOf(TurnFailedError);
  expect(error).toMatchObject({
    codexErrorInfo: 'internalServerError',
    result: { status: 'failed', partialItems: [{ type: 'contextCompaction' }] },
  });
  expect((await thread.run('Next')).finalResponse).toBe('still here');
});

it('is interrupted by its signal, and by its time limit', async () => {
  const working = new Gate();
  const thread = await runtime.thread(['one', [working, reply.hang()], reply.hang(), 'next']);
  await thread.run('Begin');
  const controller = new AbortController();
  const aborted = thread.compact({ signal: controller.signal });
  await working.reached;
  controller.abort('enough');
  await expect(aborted).rejects.toMatchObject({
    name: 'AbortError',
    cause: 'enough',
    result: { status: 'interrupted' },
  });
  await expect(thread.compact({ timeoutMs: 200 })).rejects.toMatchObject({
    name: 'RequestTimeoutError',
    result: { status: 'interrupted' },
  });
  expect((await thread.run('Next')).finalResponse).toBe('next');
});

it('waits for the running turn instead of interrupting it, and turns wait for it', async () => {
  const gate = new Gate();
  const thread = await runtime.thread([reply.text(['work', gate, 'ing']), 'SUMMARY', 'next']);
  const turn = thread.run('Work');
  const compaction = thread.compact();
  const next = thread.run('Next');
  await gate.reached;
  gate.open();
  expect(await turn).toMatchObject({ status: 'completed', finalResponse: 'working' });
  expect((await compaction).items).toHaveLength(1);
  expect((await next).finalResponse).toBe('next');
});

it('sends nothing when it is aborted while it waits for the thread', async () => {
  const gate = new Gate();
  const thread = await runtime.thread([reply.text(['work', gate, 'ing'])]);
  const turn = thread.run('Work');
  const controller = new AbortController();
  const queued = thread.compact({ signal: controller.signal });
  controller.abort();
  await expect(queued).rejects.toMatchObject({ name: 'AbortError' });
  gate.open();
  expect((await turn).status).toBe('completed');
});

describe('a hook', () => {
  // A runtime of its own, for it keeps the hook.
  const hooked = new SharedRuntime();

  it('may stop a compaction before it begins, which is reported', async () => {
    const thread = await hookedThread('echo \'{"continue": false, "stopReason": "not today"}\'');
    expect(await thread.compact()).toMatchObject({ status: 'interrupted', items: [] });
  });

  /** A thread on which a command runs before each compaction. */
  async function hookedThread(command: string): Promise<Thread> {
    const { rpc } = hooked.codex;
    await rpc.config.valueWrite({
      keyPath: 'hooks',
      value: { PreCompact: [{ matcher: '', hooks: [{ type: 'command', command }] }] },
      mergeStrategy: 'replace',
    });
    const { data } = await rpc.hooks.list({ cwds: [] });
    const trusted = data.flatMap(({ hooks }) =>
      hooks.map(({ key, currentHash }) => [key, { trusted_hash: currentHash, enabled: true }]),
    );
    await rpc.config.valueWrite({
      keyPath: 'hooks.state',
      value: Object.fromEntries(trusted) as object,
      mergeStrategy: 'upsert',
    });
    return hooked.thread(['SUMMARY']);
  }
});

it('tells its turn from another that starts and is interrupted meanwhile', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['thread/compact/start'] = () => ({});
  const compaction = thread.compact();
  await peer.sentOnce('thread/compact/start');
  const other = peer.turn('other');
  other.started();
  other.message('m', 'of another client');
  other.completed('interrupted');
  const mine = peer.turn('mine');
  mine.started();
  const item = { type: 'contextCompaction', id: 'c' };
  peer.notify('item/completed', { threadId: 't1', turnId: 'mine', item, completedAtMs: 1 });
  mine.completed();
  expect(await compaction).toMatchObject({ id: 'mine', items: [item] });
  await peer.codex.close();
});

it('takes events that come before the answer', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  const compaction = thread.compact();
  await peer.sentOnce('thread/compact/start');
  const item = { type: 'contextCompaction', id: 'c' };
  peer.turn('u').started();
  peer.notify('item/completed', { threadId: 't1', turnId: 'u', item, completedAtMs: 1 });
  peer.turn('u').completed();
  peer.answer('thread/compact/start', { result: {} });
  expect(await compaction).toMatchObject({ id: 'u', status: 'completed', items: [item] });
  await peer.codex.close();
});

it('gives up when no turn comes, stops what may have started, and frees the thread', async () => {
  const peer = new ScriptedPeer({ requestTimeoutMs: 50 });
  const thread = await peer.codex.threadStart();
  peer.answers['thread/compact/start'] = () => ({});
  peer.answers['turn/interrupt'] = () => ({});
  await expect(thread.compact()).rejects.toMatchObject({
    name: 'RequestTimeoutError',
    method: 'thread/compact/start',
  });
  expect(peer.sent('turn/interrupt')).toMatchObject([{ params: { turnId: '' } }]);
  peer.answers['turn/start'] = () => peer.turn('next').response.result;
  const next = await thread.turn('Next');
  peer.turn('next').completed();
  expect((await next.run()).status).toBe('completed');
  await peer.codex.close();
});

it('rejects when the connection ends before its turn is known', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  peer.answers['thread/compact/start'] = () => ({});
  const compaction = thread.compact();
  await peer.sentOnce('thread/compact/start');
  peer.transport.end({ reason: 'disconnected' });
  await expect(compaction).rejects.toThrow(TransportClosedError);
});

it.each([[{ sginal: 1 }], [{ threadId: 'x' }], [{ timeoutMs: -1 }]])(
  'rejects the options %j before anything is sent',
  async (options) => {
    const peer = new ScriptedPeer();
    const thread = await peer.codex.threadStart();
    await expect(thread.compact(options as object)).rejects.toThrow(InvalidParamsError);
    expect(peer.sent('thread/compact/start')).toEqual([]);
    await peer.codex.close();
  },
);
