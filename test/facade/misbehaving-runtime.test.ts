import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Codex,
  type CodexConfig,
  JsonRpcError,
  MessageTooLargeError,
  type ProtocolError,
  RequestTimeoutError,
  RetryLimitExceededError,
  TransportClosedError,
} from '../../runtime/index.js';
import { spawnProcess } from '../../runtime/process/spawn.js';
import type { SpawnedProcess } from '../../runtime/process/spawned-process.js';
import { isRunning } from '../process/running.js';

const peer = fileURLToPath(new URL('../support/misbehaving-peer.mjs', import.meta.url));

const uncaught: unknown[] = [];
const catchError = (error: unknown): void => void uncaught.push(error);
const hostEvents = ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP', 'beforeExit'] as const;
let hostListeners: readonly number[];
const children: SpawnedProcess[] = [];
let protocolErrors: ProtocolError[] = [];

const countHostListeners = (): readonly number[] =>
  hostEvents.map((event) => process.listenerCount(event));

beforeEach(() => {
  hostListeners = countHostListeners();
  process.on('uncaughtException', catchError).on('unhandledRejection', catchError);
});

afterEach(async () => {
  process.off('uncaughtException', catchError).off('unhandledRejection', catchError);
  expect(countHostListeners()).toEqual(hostListeners);
  expect(uncaught.splice(0)).toEqual([]);
  const left = children.splice(0).map(({ pid }) => isRunning(pid as number));
  expect(await Promise.all(left)).not.toContain(true);
  protocolErrors = [];
});

function client(config: CodexConfig = {}): Codex {
  return new Codex({
    launchArgs: [process.execPath, peer],
    spawn: async (...args) => {
      const child = await spawnProcess(...args);
      children.push(child);
      return child;
    },
    onProtocolError: (error) => protocolErrors.push(error),
    onWarning: () => {},
    ...config,
  });
}

function call(
  codex: Codex,
  act: string,
  params: object = {},
  timeoutMs?: number,
): Promise<unknown> {
  return codex.rpc.requestUntyped(`peer/${act}`, params, { timeoutMs });
}

const answered = { value: 'right' };

describe('a runtime that misbehaves is put up with', () => {
  it('whatever it says, in whatever pieces and order, and how often', async () => {
    await using codex = client({ retry: { initialDelayMs: 1, maxAttempts: 3 } });
    const floods: unknown[] = [];
    codex.on('*', ({ method, params }) => {
      if ((method as string) === 'peer/flooded') floods.push((params as { index: number }).index);
    });
    const calls: Record<string, object> = {
      garbage: {},
      flood: { count: 2000 },
      pieces: {},
      twice: {},
      overload: { key: 'a', times: 2 },
      stderr: { bytes: 200_000 },
    };
    for (const [act, params] of Object.entries(calls)) {
      expect(await call(codex, act, { ...params, value: 'right' })).toEqual(answered);
    }
    expect(floods).toEqual(Array.from({ length: 2000 }, (_, index) => index));
    expect(protocolErrors.length).toBeGreaterThanOrEqual(8);
    const inOrder = [0, 1, 2, 3].map((value) => call(codex, 'reorder', { value, after: 4 }));
    expect(await Promise.all(inOrder)).toEqual([0, 1, 2, 3].map((value) => ({ value })));
    const { text } = (await call(codex, 'huge', { bytes: 8_000_000 })) as { text: string };
    expect(text).toHaveLength(8_000_000);
    await expect(call(codex, 'overload', { key: 'b', times: 9 })).rejects.toThrow(
      RetryLimitExceededError,
    );
    await expect(call(codex, 'fail', { code: -32000, message: 'no' })).rejects.toThrow(
      JsonRpcError,
    );
  });

  it('that reads nothing for a while', async () => {
    await using codex = client();
    const pause = call(codex, 'stopReading', { ms: 100 });
    const value = 'x'.repeat(400_000);
    const echoes = Array.from({ length: 8 }, () => call(codex, 'echo', { value }));
    await pause;
    for (const echo of await Promise.all(echoes)) expect(echo).toEqual({ value });
  });

  it('that is silent', async () => {
    await using codex = client();
    await codex.start();
    await expect(call(codex, 'silence', {}, 20)).rejects.toThrow(RequestTimeoutError);
    expect(await call(codex, 'echo', answered)).toEqual(answered);
  });

  it('that asks the same twice, something unknown, and nonsense', async () => {
    await using codex = client();
    const ask = (method: string, params: unknown, times = 1): Promise<unknown> =>
      call(codex, 'ask', { method, params, times });
    expect(await ask('brand/new', {})).toMatchObject({ answer: { error: { code: -32601 } } });
    expect(await ask('item/fileChange/requestApproval', null)).toMatchObject({
      answer: { result: { decision: 'decline' } },
    });
    expect(await ask('item/tool/requestUserInput', { threadId: 't' }, 2)).toMatchObject({
      answer: { result: { answers: {} } },
    });
    expect(await call(codex, 'echo', answered)).toEqual(answered);
  });
});

describe('a runtime that is lost', () => {
  it.each<[act: string, params: object, end: object]>([
    ['exit', { code: 0 }, { reason: 'exited', exitCode: 0 }],
    ['exit', { code: 9 }, { reason: 'exited', exitCode: 9 }],
    ['exitInLine', {}, { reason: 'exited', exitCode: 7 }],
    ['kill', { signal: 'SIGKILL' }, { reason: 'exited', signal: 'SIGKILL' }],
    ['closeStdout', {}, { reason: 'disconnected' }],
  ])('by %s %j in the middle of everything ends all of it', async (act, params, end) => {
    const codex = client();
    const thread = await codex.threadStart();
    const turn = await thread.turn(JSON.stringify({ deltas: ['a'], end: 'never' }));
    const stream = (async () => {
      for await (const _ of turn);
    })();
    const open = [
      turn.run(),
      stream,
      thread.run('waits for the thread'),
      call(codex, 'silence'),
      call(codex, act, params),
    ];
    for (const { status, reason } of (await Promise.allSettled(open)) as PromiseRejectedResult[]) {
      expect(status).toBe('rejected');
      expect(reason).toBeInstanceOf(TransportClosedError);
    }
    expect(await codex.closed).toMatchObject(end);
    await codex.close();
  });

  it('by closing its input is noticed by who writes', async () => {
    const codex = client();
    await call(codex, 'closeStdin');
    await expect(call(codex, 'echo', { value: 'x'.repeat(1_000_000) })).rejects.toThrow(
      TransportClosedError,
    );
    await codex.close();
  });

  it('by a message that is too long', async () => {
    const codex = client({ maxMessageBytes: 100_000 });
    await expect(call(codex, 'huge', { bytes: 200_000 })).rejects.toMatchObject({
      name: 'TransportClosedError',
      cause: expect.any(MessageTooLargeError) as MessageTooLargeError,
    });
    await codex.close();
  });

  it('because it ends before it has read a long prompt', async () => {
    const codex = client({ launchArgs: [process.execPath, '--eval', 'process.exit(4)'] });
    const starting = codex.threadStart({ baseInstructions: 'x'.repeat(4_000_000) });
    await expect(starting).rejects.toMatchObject({ name: 'StartupError', exitCode: 4 });
    await codex.close();
    const later = client();
    const thread = await later.threadStart();
    const exits = call(later, 'exit', { code: 4 });
    const run = thread.run('x'.repeat(4_000_000));
    await expect(run).rejects.toThrow(TransportClosedError);
    await expect(exits).rejects.toThrow(TransportClosedError);
    await later.close();
  });
});

it('a runtime that will not go is made to, and everything that waits is let go at once', async () => {
  const codex = client();
  await call(codex, 'stubborn');
  const silent = call(codex, 'silence');
  const closing = codex.close();
  expect(codex.close()).toBe(closing);
  await expect(silent).rejects.toThrow(TransportClosedError);
  await closing;
  expect(await codex.closed).toMatchObject({ reason: 'closed', signal: 'SIGTERM' });
});
