import { expect, it } from 'vitest';
import {
  InvalidParamsError,
  InvalidRequestError,
  type JsonRpcError,
  MethodNotFoundError,
  type ServerNotification,
} from '../../runtime/index.js';
import { reply } from '../../runtime/testing/index.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const runtime = new SharedRuntime();

it('delivers a flood of deltas whole and in order, to whoever listens and however slowly', async () => {
  const words = Array.from({ length: 20_000 }, (_, index) => `${index} `);
  const thread = await runtime.thread([reply.text(words)]);
  let heard = '';
  using _listener = runtime.codex.on('item/agentMessage/delta', ({ params }) => {
    heard += params.delta;
  });
  const turn = await thread.turn('Go');
  const slow = turn.stream();
  let read = '';
  for await (const text of turn.text()) read += text;
  const { finalResponse } = await turn.run();
  let late = '';
  let last: ServerNotification | undefined;
  for await (const event of slow) {
    last = event;
    if (event.method === 'item/agentMessage/delta') late += event.params.delta;
  }
  const whole = words.join('');
  expect([heard, read, late, finalResponse].map((text) => text === whole)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(last?.method).toBe('turn/completed');
});

it('runs 64 threads at once, each with what is its own', async () => {
  const names = Array.from({ length: 64 }, (_, index) => `thread ${index}`);
  const seen = await Promise.all(
    names.map(async (name) => {
      const thread = await runtime.thread([reply.text([name, '!'])]);
      const turn = await thread.turn('Go');
      let text = '';
      for await (const { method, params } of turn) {
        expect((params as { threadId?: string }).threadId).toBe(thread.id);
        if (method === 'item/agentMessage/delta') text += params.delta;
      }
      return [text, (await turn.run()).finalResponse];
    }),
  );
  expect(seen).toEqual(names.map((name) => [`${name}!`, `${name}!`]));
});

it('has room for other requests beside a hundred that last', async () => {
  const { command } = runtime.codex.rpc;
  const ids = Array.from({ length: 100 }, (_, index) => `process-${index}`);
  const lasting = ids.map((processId) =>
    command.exec({ command: ['sleep', '600'], processId, disableTimeout: true }),
  );
  await runtime.codex.models({ timeoutMs: 10_000 });
  // The runtime may not have started them all yet.
  const terminate = async (processId: string): Promise<void> => {
    try {
      await command.execTerminate({ processId });
    } catch (error) {
      if (!(error instanceof InvalidRequestError)) throw error;
      await terminate(processId);
    }
  };
  await Promise.all(ids.map(terminate));
  for (const { exitCode } of await Promise.all(lasting)) expect(exitCode).not.toBe(0);
});

it('sends text that is not well-formed so that the runtime can read it', async () => {
  const thread = await runtime.thread([reply.text('read')]);
  expect((await thread.run('half \ud83d a pair, and \ud83d\ude00 a whole')).finalResponse).toBe(
    'read',
  );
  const [request] = runtime.requests(thread);
  expect(JSON.stringify(request?.input)).toContain('half \ufffd a pair, and \ud83d\ude00 a whole');
});

it('tells apart what the runtime refuses with one code', async () => {
  const { rpc } = runtime.codex;
  const threadId = '00000000-0000-7000-8000-000000000000';
  const refusals: readonly [Promise<unknown>, new (...args: never) => JsonRpcError][] = [
    [rpc.requestUntyped('no/such/method', {}), MethodNotFoundError],
    [rpc.requestUntyped('thread/read', undefined), InvalidParamsError],
    [rpc.requestUntyped('thread/read', { threadId: 7 }), InvalidParamsError],
    [rpc.requestUntyped('turn/start', { threadId, input: [{ type: 'no' }] }), InvalidParamsError],
    [rpc.requestUntyped('thread/list', { sortKey: 'no/such/method' }), InvalidParamsError],
    [
      rpc.requestUntyped('initialize', { clientInfo: { name: 'x', version: '0' } }),
      InvalidRequestError,
    ],
    [rpc.requestUntyped('thread/read', { threadId }), InvalidRequestError],
    [rpc.requestUntyped('turn/interrupt', { threadId, turnId: 'x' }), InvalidRequestError],
  ];
  for (const [refusal, type] of refusals) {
    const error = await refusal.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(type);
    expect((error as Error).stack).toContain('endurance.test.ts');
  }
});
