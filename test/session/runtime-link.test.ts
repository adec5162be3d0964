import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransportClosedError } from '../../runtime/rpc/errors/connection-errors.js';
import type { WireNotification } from '../../runtime/rpc/message.js';
import { type CloseInfo, closedByClient } from '../../runtime/rpc/transport.js';
import {
  type LinkListener,
  type LinkOptions,
  RuntimeLink,
} from '../../runtime/session/runtime-link.js';
import { MemoryTransport } from '../support/memory-transport.js';

const userAgent = 'runtime/0.169.0 (test)';
const handshake = { userAgent, codexHome: '/', platformFamily: 'unix', platformOs: 'linux' };

/** What a runtime does with each request: an answer, or `undefined` for none. */
type Behaviour = (method: string, transport: MemoryTransport) => unknown;

const healthy: Behaviour = (method) => (method === 'initialize' ? handshake : { method });

interface Linked {
  readonly link: RuntimeLink;
  /** The runtimes that were started, oldest first. */
  readonly runtimes: MemoryTransport[];
  readonly heard: (WireNotification | string)[];
  readonly ends: CloseInfo[];
  /** Ends the newest runtime. */
  crash(exitCode?: number): void;
}

function linked(
  behaviours: readonly Behaviour[] = [],
  restart = true,
  listener: Partial<LinkListener> = {},
  options: Partial<LinkOptions> = {},
): Linked {
  const runtimes: MemoryTransport[] = [];
  const heard: (WireNotification | string)[] = [];
  const ends: CloseInfo[] = [];
  const link = new RuntimeLink(
    {
      connect: () => {
        const behave = behaviours[runtimes.length] ?? healthy;
        const transport = new MemoryTransport();
        transport.onSend = (text) => {
          const { id, method } = JSON.parse(text) as { id?: number; method: string };
          const result = behave(method, transport);
          if (id !== undefined && result !== undefined) {
            queueMicrotask(() => transport.receive({ id, result }));
          }
          return Promise.resolve();
        };
        runtimes.push(transport);
        return transport;
      },
      initialize: { clientInfo: { name: 'test', version: '0' } },
      restart,
      startFailure: (error) => error,
      requestTimeoutMs: 60_000,
      maxInFlight: 4,
      maxMessageBytes: 10_000,
      retry: false,
      ...options,
    },
    {
      notification: (message) => heard.push(message),
      request: () => {},
      answerLost: () => {},
      protocolError: () => {},
      started: () => heard.push('started'),
      restarting: (_cause, attempt) => heard.push(`restarting ${attempt}`),
      restarted: () => {
        heard.push('restarted');
        return Promise.resolve();
      },
      over: (info) => ends.push(info),
      ...listener,
    },
  );
  const crash = (exitCode = 1): void => {
    runtimes.at(-1)?.end({ reason: 'exited', exitCode });
  };
  return { link, runtimes, heard, ends, crash };
}

/** Settles some microtasks after a promise has. */
async function after(promise: Promise<unknown>, microtasks: number): Promise<void> {
  await promise;
  for (let n = 0; n < microtasks; n++) await Promise.resolve();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('a start', () => {
  it('is one for all who need it, and in the order of their calls', async () => {
    const { link, runtimes, heard } = linked();
    const calls = ['a', 'b', 'c'].map((method) => link.request(method));
    expect(await Promise.all([link.start(), ...calls])).toMatchObject([
      undefined,
      { method: 'a' },
      { method: 'b' },
      { method: 'c' },
    ]);
    expect(runtimes).toHaveLength(1);
    expect(runtimes[0]?.sent.map(({ method }) => method)).toEqual([
      'initialize',
      'initialized',
      'a',
      'b',
      'c',
    ]);
    expect(heard).toEqual(['started']);
    await link.close();
  });

  it('fails each request that waits for it with the stack of its caller', async () => {
    const startFailure = (): Error => new TransportClosedError('no runtime', closedByClient);
    const { link } = linked([() => undefined], true, {}, { startFailure });
    const one = (function firstCaller() {
      return link.request('a');
    })().catch((error: unknown) => error as Error);
    const two = (function secondCaller() {
      return link.request('b');
    })().catch((error: unknown) => error as Error);
    await link.close();
    for (const [error, caller, other] of [
      [await one, 'firstCaller', 'secondCaller'],
      [await two, 'secondCaller', 'firstCaller'],
    ] as const) {
      expect(error).toBeInstanceOf(TransportClosedError);
      expect((error as Error).stack).toContain(caller);
      expect((error as Error).stack).not.toContain(other);
    }
  });

  it('leaves the stack of the caller to a request that the runtime refuses', async () => {
    const { link } = linked([
      (method, transport) => {
        if (method === 'initialize') return handshake;
        if (method === 'initialized') return undefined;
        queueMicrotask(() => {
          const id = transport.sent.at(-1)?.['id'];
          transport.receive({ id, error: { code: -32600, message: 'no' } });
        });
        return undefined;
      },
    ]);
    const error = await (function callerOfInterest() {
      return link.request('a');
    })().catch((thrown: unknown) => thrown as Error);
    expect((error as Error).stack).toContain('callerOfInterest');
    await link.close();
  });

  it('lets nobody who calls as it ends leave before those who have waited for it', async () => {
    const linking: Linked = linked([], true, {
      started: () => {
        calls.push(linking.link.request('as it ends'));
      },
    });
    const { link, runtimes } = linking;
    const calls = [link.request('first')];
    // Called in each moment between the end of the handshake and the first request on its way.
    const start = link.start();
    for (let moment = 0; moment < 8; moment++) {
      calls.push(after(start, moment).then(() => link.request(`moment ${moment}`)));
    }
    await Promise.all(calls);
    await Promise.all(calls);
    expect(runtimes[0]?.sent.map(({ method }) => method).slice(2, 4)).toEqual([
      'first',
      'as it ends',
    ]);
    await link.close();
  });

  it('that fails can be tried again, and is no crash', async () => {
    const { link, runtimes, heard, ends } = linked([
      (_method, transport) => {
        queueMicrotask(() => transport.end({ reason: 'exited', exitCode: 3 }));
        return undefined;
      },
    ]);
    await expect(link.start()).rejects.toMatchObject({ exitCode: 3 });
    await expect(link.request('a')).resolves.toEqual({ method: 'a' });
    expect(runtimes).toHaveLength(2);
    expect(heard).toEqual(['started']);
    expect(ends).toEqual([]);
    await link.close();
  });

  it.each([null, 'rubbish', 7])('that is answered with %j fails', async (answer) => {
    const { link } = linked([() => answer]);
    const start = link.start();
    if (answer === null) await expect(start).rejects.toThrow('cannot be used');
    else await start;
    await link.close();
  });

  it('of a runtime that is gone before it could be used fails', async () => {
    const { link, ends } = linked([
      (method, transport) => {
        if (method === 'initialized') transport.end({ reason: 'exited', exitCode: 4 });
        return handshake;
      },
    ]);
    await expect(link.start()).rejects.toMatchObject({ exitCode: 4 });
    expect(ends).toEqual([]);
    await link.close();
  });

  it('does not wait for what the runtime does not need', async () => {
    const { link, runtimes } = linked();
    const start = link.start();
    const [runtime] = runtimes;
    const { onSend } = runtime!;
    runtime!.onSend = (text) =>
      text.includes('initialized') ? new Promise(() => {}) : onSend(text);
    await start;
    await link.close();
  });

  it('is waited for no longer than a request may take, all in all', async () => {
    const { link, runtimes } = linked([() => undefined]);
    const first = expect(link.request('a', {}, { timeoutMs: 1000 })).rejects.toMatchObject({
      name: 'RequestTimeoutError',
      method: 'a',
      timeoutMs: 1000,
    });
    const second = link.request('b', {}, { timeoutMs: 1500 });
    const third = expect(link.request('exec', {}, { timeoutMs: Infinity })).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(1000);
    await first;
    const failed = expect(second).rejects.toMatchObject({ method: 'b', timeoutMs: 1500 });
    runtimes[0]?.receive({ id: 0, result: handshake });
    await vi.advanceTimersByTimeAsync(499);
    expect(runtimes[0]?.sent.at(-1)).toMatchObject({ method: 'exec' });
    await vi.advanceTimersByTimeAsync(1);
    await failed;
    await link.close();
    await third;
  });

  it('is waited for no longer than the signal says, and not begun if it has aborted', async () => {
    const { link, runtimes } = linked([() => undefined]);
    const aborted = { signal: AbortSignal.abort('early') };
    await expect(link.request('a', {}, aborted)).rejects.toMatchObject({ cause: 'early' });
    expect(runtimes).toHaveLength(0);
    const controller = new AbortController();
    const call = link.request('a', {}, { signal: controller.signal });
    controller.abort('enough');
    await expect(call).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    expect(runtimes[0]?.sent).toHaveLength(1);
    await expect(link.request('a', {}, { timeoutMs: 0 })).rejects.toThrow('timeoutMs');
    await link.close();
  });
});

describe('a restart', () => {
  it('serves what was asked meanwhile, and fails what was under way', async () => {
    const quiet: Behaviour = (method) => (method === 'initialize' ? handshake : undefined);
    const { link, heard, crash } = linked([quiet]);
    await link.start();
    const lost = expect(link.request('a')).rejects.toMatchObject({ exitCode: 1 });
    crash();
    await lost;
    const next = link.request('b');
    expect(heard).toEqual(['started', 'restarting 1']);
    await vi.advanceTimersByTimeAsync(100);
    expect(await next).toEqual({ method: 'b' });
    expect(heard).toEqual(['started', 'restarting 1', 'restarted']);
    await link.close();
  });

  it('may be used by whoever hears of it', async () => {
    const calls: Promise<unknown>[] = [];
    const linking: Linked = linked([], true, {
      restarting: () => {
        calls.push(linking.link.request('from restarting'));
      },
      restarted: () => {
        calls.push(linking.link.request('from restarted'));
        return Promise.resolve();
      },
    });
    await linking.link.start();
    linking.crash();
    await vi.advanceTimersByTimeAsync(100);
    expect(await Promise.all(calls)).toEqual([
      { method: 'from restarting' },
      { method: 'from restarted' },
    ]);
    await linking.link.close();
  });

  it('goes on with further runtimes, ever more slowly, until there were enough', async () => {
    const broken: Behaviour = (_method, transport) => {
      queueMicrotask(() => transport.end({ reason: 'exited', exitCode: 9 }));
      return undefined;
    };
    const { link, runtimes, heard, ends, crash } = linked([healthy, ...Array(9).fill(broken)]);
    await link.start();
    crash();
    const waiting = expect(link.request('a')).rejects.toMatchObject({ exitCode: 9 });
    for (const pause of [100, 200, 400, 800, 1600]) await vi.advanceTimersByTimeAsync(pause);
    await waiting;
    expect(runtimes).toHaveLength(6);
    expect(heard.at(-1)).toBe('restarting 5');
    expect(ends).toMatchObject([{ reason: 'exited', exitCode: 9 }]);
    expect(await link.closed).toMatchObject({ exitCode: 9 });
    await expect(link.request('a')).rejects.toMatchObject({ exitCode: 9 });
    await link.close();
  });

  it('waits until the runtime before is gone, and a close meanwhile does too', async () => {
    const { link, runtimes, crash } = linked();
    await link.start();
    const ended: (() => void)[] = [];
    const slowly = (): Promise<void> => new Promise((resolve) => ended.push(resolve));
    runtimes[0]!.close = slowly;
    crash();
    const next = link.request('a');
    await vi.advanceTimersByTimeAsync(5000);
    expect(runtimes).toHaveLength(1);
    ended[0]?.();
    expect(await next).toEqual({ method: 'a' });
    runtimes[1]!.close = slowly;
    crash();
    let isClosed = false;
    const closing = link.close().then(() => (isClosed = true));
    await vi.advanceTimersByTimeAsync(5000);
    expect(isClosed).toBe(false);
    ended[1]?.();
    await closing;
    expect(runtimes).toHaveLength(2);
  });

  it('that fails on its way leaves no runtime behind', async () => {
    const { link, runtimes, crash } = linked([], true, {
      restarted: () =>
        runtimes.length === 2 ? Promise.reject(new Error('no good')) : Promise.resolve(),
    });
    await link.start();
    crash();
    await vi.advanceTimersByTimeAsync(100);
    expect(runtimes[1]?.closeCalls).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(await link.request('a')).toEqual({ method: 'a' });
    await link.close();
    expect(runtimes).toHaveLength(3);
    expect(runtimes[2]?.closeCalls).toBe(1);
  });

  it('is not tried for one that never started, nor without being asked for', async () => {
    const never = linked([], false);
    await never.link.start();
    never.crash(7);
    expect(never.ends).toMatchObject([{ exitCode: 7 }]);
    expect(await never.link.closed).toMatchObject({ exitCode: 7 });
    await expect(never.link.request('a')).rejects.toMatchObject({ exitCode: 7 });
    expect(never.heard).toEqual(['started']);
    await never.link.close();
  });
});

describe('a close', () => {
  it('during the start ends that', async () => {
    const { link, runtimes } = linked([() => undefined]);
    const start = expect(link.start()).rejects.toThrow('closed by this client');
    const call = expect(link.request('a')).rejects.toThrow('closed by this client');
    await setImmediate();
    await Promise.all([link.close(), link.close()]);
    await Promise.all([start, call]);
    expect(runtimes[0]?.closeCalls).toBe(1);
    expect(await link.closed).toMatchObject({ reason: 'closed' });
    await expect(link.start()).rejects.toThrow('closed by this client');
  });

  it('during the pause of a restart ends that at once', async () => {
    const { link, runtimes, ends, crash } = linked();
    await link.start();
    crash();
    const call = expect(link.request('a')).rejects.toThrow('closed by this client');
    await link.close();
    await call;
    expect(ends).toMatchObject([{ reason: 'closed' }]);
    // The first cause is what ended the runtime.
    expect(await link.closed).toMatchObject({ reason: 'exited', exitCode: 1 });
    expect(runtimes).toHaveLength(1);
  });

  it('by whoever hears of the restart ends that at once', async () => {
    let closing: Promise<void> | undefined;
    const linking: Linked = linked([], true, {
      restarting: () => {
        closing = linking.link.close();
      },
    });
    await linking.link.start();
    linking.crash();
    await closing;
    expect(linking.runtimes).toHaveLength(1);
  });

  it('during the handshake of a restart ends that', async () => {
    const { link, runtimes, crash } = linked([healthy, () => undefined]);
    await link.start();
    crash();
    await vi.advanceTimersByTimeAsync(100);
    expect(runtimes).toHaveLength(2);
    const call = expect(link.request('a')).rejects.toThrow('closed by this client');
    await link.close();
    await call;
    expect(runtimes[1]?.closeCalls).toBe(1);
  });

  it('while the threads are resumed ends that', async () => {
    const quiet: Behaviour = (method) => (method === 'initialize' ? handshake : undefined);
    const { link, runtimes, crash } = linked([healthy, quiet], true, {
      restarted: async (connection) => {
        await connection.request('never answered');
      },
    });
    await link.start();
    crash();
    await vi.advanceTimersByTimeAsync(100);
    expect(runtimes[1]?.sent.at(-1)).toMatchObject({ method: 'never answered' });
    const call = expect(link.request('a')).rejects.toThrow('closed by this client');
    await link.close();
    await call;
    expect(runtimes[1]?.closeCalls).toBe(1);
  });
});
