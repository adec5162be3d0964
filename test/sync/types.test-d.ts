import {
  type Codex,
  type CodexConfig,
  type Handlers,
  retryOnOverload,
  type ServerNotification,
  type Thread,
  tool,
} from 'codex-app-server-sdk/sync';
import type {
  CodexConfig as SnakeConfig,
  Thread as SnakeThread,
} from 'codex-app-server-sdk/snake_case/sync';
import type { RequestMap } from 'codex-app-server-sdk/protocol';
import { describe, expectTypeOf, it } from 'vitest';
import * as z from 'zod';

declare const codex: Codex;
declare const thread: Thread;

describe('what blocks', () => {
  it('returns what the asynchronous twin resolves with', () => {
    expectTypeOf(codex.threadStart).returns.toEqualTypeOf<Thread>();
    expectTypeOf(codex.close).returns.toEqualTypeOf<void>();
    for (const event of thread.turn('x')) expectTypeOf(event).toEqualTypeOf<ServerNotification>();
    for (const text of thread.turn('x').text()) expectTypeOf(text).toEqualTypeOf<string>();
  });

  it('infers the output from its schema', () => {
    const outputSchema = z.object({ n: z.string().transform(Number) });
    expectTypeOf(thread.run('x', { outputSchema }).output).toEqualTypeOf<{ n: number }>();
    expectTypeOf(thread.turn('x', { outputSchema }).run().output).toEqualTypeOf<{ n: number }>();
    expectTypeOf(thread.run<{ a: 1 }>('x', { outputSchema: {} }).output).toEqualTypeOf<{ a: 1 }>();
  });

  it('has the methods of the protocol, typed', () => {
    type List = RequestMap['thread/list']['result'];
    expectTypeOf(codex.rpc.thread.list({ limit: 1 }, { timeoutMs: 1 })).toEqualTypeOf<List>();
    expectTypeOf(codex.rpc.request('thread/list')).toEqualTypeOf<List>();
    // @ts-expect-error -- no such option
    codex.rpc.thread.list({ limt: 1 });
    // @ts-expect-error -- nothing can abort it
    codex.rpc.thread.list({}, { signal: new AbortController().signal });
    // @ts-expect-error -- params are needed
    codex.rpc.request('thread/read');
  });

  it('takes no signals, and nothing that only its own thread could use', () => {
    // @ts-expect-error -- nothing can abort it
    thread.run('x', { signal: new AbortController().signal });
    expectTypeOf<CodexConfig>().not.toHaveProperty('spawn');
    expectTypeOf<SnakeConfig>().not.toHaveProperty('spawn');
    expectTypeOf<CodexConfig['validate']>().toEqualTypeOf<'warn' | 'strict' | undefined>();
    // @ts-expect-error -- a turn has no signal here
    expectTypeOf(codex.signal);
  });
});

describe('what it calls', () => {
  it('answers at once', () => {
    const handlers: Handlers = {
      commandApproval: ({ command }, context) => {
        expectTypeOf(command).toEqualTypeOf<string | null | undefined>();
        expectTypeOf(context).not.toHaveProperty('signal');
        return { decision: 'accept' };
      },
      // @ts-expect-error -- nobody can wait for it
      fileChangeApproval: () => Promise.resolve({ decision: 'accept' }),
    };
    expectTypeOf(handlers).toEqualTypeOf<Handlers>();
    // @ts-expect-error -- nobody can wait for it
    tool({ name: 'a', description: '', input: {}, execute: async () => Promise.resolve('x') });
    tool({
      name: 'a',
      description: '',
      input: z.object({ n: z.number() }),
      execute: ({ n }) => ({ twice: n * 2 }),
    });
    expectTypeOf(retryOnOverload(() => 1)).toEqualTypeOf<number>();
    // @ts-expect-error -- nobody can wait for it
    void retryOnOverload(() => Promise.resolve(1));
  });
});

describe('the two composed', () => {
  it('have the names of the one and block as the other', () => {
    expectTypeOf<ReturnType<SnakeThread['run']>>().toHaveProperty('final_response');
    const run = (snake: SnakeThread): string | null =>
      snake.run('x', { output_schema: { type: 'object' }, timeout_ms: 1 }).final_response;
    expectTypeOf(run).returns.toEqualTypeOf<string | null>();
    // @ts-expect-error -- the other spelling
    expectTypeOf<(snake: SnakeThread) => unknown>((snake) => snake.run('x', { outputSchema: {} }));
  });
});
