import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../runtime/rpc/connection.js';
import type { ConnectionOptions } from '../../runtime/rpc/connection-options.js';
import {
  AbortError,
  ProtocolError,
  RequestTimeoutError,
  TransportClosedError,
} from '../../runtime/rpc/errors/connection-errors.js';
import {
  InvalidParamsError,
  MethodNotFoundError,
  RetryLimitExceededError,
} from '../../runtime/rpc/errors/json-rpc-error.js';
import { MessageTooLargeError } from '../../runtime/rpc/errors/message-too-large-error.js';
import type { InboundRequest } from '../../runtime/rpc/inbound-request.js';
import type { CloseInfo, TransportEvents } from '../../runtime/rpc/transport.js';
import type { TraceEvent } from '../../runtime/rpc/trace.js';
import { MemoryTransport } from '../support/memory-transport.js';

const lanes: Record<string, 'long' | 'urgent'> = { exec: 'long', interrupt: 'urgent' };

/** A list in a list in a list, of so many levels. */
function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
}

const ignorant: ConnectionOptions['listener'] = {
  notification: () => {},
  request: () => {},
  answerLost: () => {},
  protocolError: () => {},
  closed: () => {},
};

async function connect(options: Partial<ConnectionOptions> = {}) {
  const transport = new MemoryTransport();
  const seen = {
    notifications: [] as unknown[],
    requests: [] as InboundRequest[],
    errors: [] as ProtocolError[],
    lost: [] as MessageTooLargeError[],
    closed: [] as CloseInfo[],
  };
  const connection = new Connection({
    transport,
    laneOf: (method) => lanes[method] ?? 'normal',
    requestTimeoutMs: 1000,
    maxInFlight: 2,
    maxMessageBytes: 10_000,
    retry: { maxAttempts: 3, initialDelayMs: 100, maxDelayMs: 150, jitterRatio: 0 },
    listener: {
      notification: (message) => seen.notifications.push(message),
      request: (request) => seen.requests.push(request),
      answerLost: (error) => seen.lost.push(error),
      protocolError: (error) => seen.errors.push(error),
      closed: (info) => seen.closed.push(info),
    },
    ...options,
  });
  await connection.open();
  return { connection, transport, seen };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('requests', () => {
  it('are matched to answers by id, whatever their order', async () => {
    const { connection, transport } = await connect();
    const first = connection.request('a', { x: 1 });
    const second = connection.request('b');
    expect(transport.sent).toEqual([
      { id: 0, method: 'a', params: { x: 1 } },
      { id: 1, method: 'b' },
    ]);
    transport.receive({ id: 1, result: 'second' });
    transport.receive({ result: 'first', id: 0 });
    expect(await first).toBe('first');
    expect(await second).toBe('second');
  });

  it('reject with the typed error, and with the stack of the caller', async () => {
    const { connection, transport } = await connect();
    async function callerOfInterest(): Promise<unknown> {
      return await connection.request('nope');
    }
    const call = callerOfInterest();
    const error = {
      code: -32600,
      message: 'Invalid request: unknown variant `nope`, expected one of `a`',
    };
    transport.receive({ id: 0, error });
    const caught = await call.catch((e: unknown) => e as MethodNotFoundError);
    expect(caught).toBeInstanceOf(MethodNotFoundError);
    expect(caught).toMatchObject({ method: 'nope', rpcCode: -32600, message: error.message });
    expect((caught as Error).stack).toContain('callerOfInterest');
  });

  it('run onResult before the next message is dispatched', async () => {
    const { connection, transport, seen } = await connect();
    let notificationsAtResult = -1;
    const call = connection.request('a', undefined, {
      onResult: () => (notificationsAtResult = seen.notifications.length),
    });
    transport.receive({ id: 0, result: {} });
    transport.receive({ method: 'later' });
    await call;
    expect(notificationsAtResult).toBe(0);
  });

  it('drop a duplicate or late answer in silence and report one to nothing', async () => {
    const { connection, transport, seen } = await connect();
    const call = connection.request('a');
    transport.receive({ id: 0, result: 1 });
    transport.receive({ id: 0, result: 2 });
    expect(await call).toBe(1);
    expect(seen.errors).toEqual([]);
    transport.receive({ id: 99, result: 3 });
    transport.receive({ id: 'text', result: 3 });
    expect(seen.errors).toHaveLength(2);
  });

  it('reject when the answer is malformed but names them', async () => {
    const { connection, transport, seen } = await connect();
    const call = connection.request('a');
    transport.receive({ id: 0, error: 'oops' });
    await expect(call).rejects.toThrow(ProtocolError);
    expect(seen.errors).toHaveLength(1);
  });

  it('replace lone surrogates in names', async () => {
    const { connection, transport } = await connect();
    const call = connection.request('no\ud800pe').catch((error: unknown) => error);
    expect(transport.sent).toEqual([{ id: 0, method: 'no\ufffdpe' }]);
    transport.receive({ id: 0, error: { code: -32601, message: 'no' } });
    expect(await call).toBeInstanceOf(MethodNotFoundError);
  });

  it('replace lone surrogates in keys and values, and leave the rest alone', async () => {
    const { connection, transport } = await connect();
    const texts: string[] = [];
    transport.onSend = (text) => {
      texts.push(text);
      return Promise.resolve();
    };
    void connection.request('a', { 'k\ud800': 'v\udfff', literal: '\\ud800', emoji: '😀' });
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({
      params: { 'k\ufffd': 'v\ufffd', literal: '\\ud800', emoji: '😀' },
    });
    expect(texts[0]).toContain('😀');
    transport.receive({ id: 0, result: {} });
  });

  it('reject params that are deeper than the server reads, and send nothing', async () => {
    const { connection, transport } = await connect();
    await expect(connection.request('a', nested(127))).rejects.toThrow(InvalidParamsError);
    await expect(connection.request('a', nested(127))).rejects.toThrow(
      'a: the params are nested deeper than the 126 levels that the runtime reads',
    );
    await expect(connection.notify('a', nested(127))).rejects.toThrow(InvalidParamsError);
    expect(transport.sent).toEqual([]);
    const fits = connection.request('a', nested(126));
    transport.receive({ id: 0, result: 'ok' });
    expect(await fits).toBe('ok');
  });

  it('reject params that are no JSON, and a message over the limit, and send nothing', async () => {
    const { connection, transport } = await connect();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    await expect(connection.request('a', circular)).rejects.toThrow(InvalidParamsError);
    await expect(connection.request('a', { n: 1n })).rejects.toThrow(InvalidParamsError);
    await expect(connection.request('a', 'ü'.repeat(5001))).rejects.toThrow(MessageTooLargeError);
    expect(transport.sent).toEqual([]);
    const fits = connection.request('a', 'ü'.repeat(4000));
    transport.receive({ id: 0, result: 'ok' });
    expect(await fits).toBe('ok');
  });
});

describe('deadlines and aborts', () => {
  it('reject, free the place, and drop the late answer', async () => {
    const { connection, transport, seen } = await connect({ maxInFlight: 1 });
    const slow = connection.request('slow').catch((error: unknown) => error);
    const next = connection.request('next', undefined, { timeoutMs: 5000 });
    expect(transport.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await slow).toBeInstanceOf(RequestTimeoutError);
    expect(await slow).toMatchObject({ method: 'slow', timeoutMs: 1000 });
    expect(transport.sent).toHaveLength(2);
    transport.receive({ id: 0, result: 'late' });
    transport.receive({ id: 1, result: 'in time' });
    expect(await next).toBe('in time');
    expect(seen.errors).toEqual([]);
  });

  it('count from the call, so a queued request times out unsent', async () => {
    const { connection, transport } = await connect({ maxInFlight: 1 });
    const first = connection.request('first', undefined, { timeoutMs: Infinity });
    const queued = connection.request('queued').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await queued).toBeInstanceOf(RequestTimeoutError);
    transport.receive({ id: 0, result: 1 });
    await first;
    expect(transport.sent).toHaveLength(1);
  });

  it('abort at once, with the reason as cause', async () => {
    const { connection, transport } = await connect();
    const controller = new AbortController();
    const call = connection.request('a', undefined, { signal: controller.signal });
    controller.abort('enough');
    const error = await call.catch((e: unknown) => e as AbortError);
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ name: 'AbortError', cause: 'enough' });
    await expect(connection.request('b', undefined, { signal: controller.signal })).rejects.toThrow(
      AbortError,
    );
    expect(transport.sent).toHaveLength(1);
  });

  it('put one listener on a signal that serves many calls, and none when they are over', async () => {
    const { connection, transport } = await connect({ maxInFlight: 50 });
    const { signal } = new AbortController();
    const calls = Array.from({ length: 20 }, () => connection.request('a', {}, { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    for (const { id } of transport.sent) transport.receive({ id, result: {} });
    await Promise.all(calls);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('give long-lasting requests none by default', async () => {
    const { connection, transport } = await connect();
    const call = connection.request('exec');
    await vi.advanceTimersByTimeAsync(3_600_000);
    transport.receive({ id: 0, result: 'done' });
    expect(await call).toBe('done');
  });

  it.each([0, -1, Number.NaN, '5' as unknown as number])(
    'refuse a limit of %s',
    async (timeoutMs) => {
      const { connection } = await connect();
      await expect(connection.request('a', undefined, { timeoutMs })).rejects.toThrow(
        InvalidParamsError,
      );
    },
  );
});

describe('the in-flight limit', () => {
  it('queues in order, and lets long and urgent requests pass', async () => {
    const { connection, transport } = await connect();
    const calls = ['a', 'b', 'c', 'd', 'exec', 'interrupt'].map((m) => connection.request(m));
    expect(transport.sent.map((m) => m['method'])).toEqual(['a', 'b', 'exec', 'interrupt']);
    transport.receive({ id: 0, error: { code: -32603, message: 'no' } });
    await expect(calls[0]).rejects.toThrow('no');
    expect(transport.sent.map((m) => m['method']).slice(4)).toEqual(['c']);
    transport.receive({ id: 1, result: {} });
    expect(transport.sent.map((m) => m['method']).slice(5)).toEqual(['d']);
    for (const id of [2, 3, 4, 5]) transport.receive({ id, result: {} });
    await Promise.all(calls.slice(1));
  });

  it('serves any number that wait, also if each is answered while it is sent', async () => {
    const { connection, transport } = await connect();
    const first = connection.request('first');
    const second = connection.request('second');
    const calls = Array.from({ length: 20_000 }, (_, index) => connection.request('a', index));
    transport.onSend = (text) => {
      const { id, params } = JSON.parse(text) as { id: number; params: number };
      transport.receive({ id, result: params });
      return Promise.resolve();
    };
    transport.receive({ id: 0, result: {} });
    expect(await Promise.all(calls)).toEqual(calls.map((_, index) => index));
    transport.receive({ id: 1, result: {} });
    await Promise.all([first, second]);
  });
});

describe('overload', () => {
  const busy = { code: -32001, message: 'Server overloaded; retry later.' };

  it('is retried with a growing pause, without holding a place', async () => {
    const { connection, transport } = await connect({ maxInFlight: 1 });
    const call = connection.request('a');
    transport.receive({ id: 0, error: busy });
    const other = connection.request('b');
    expect(transport.sent).toHaveLength(2);
    transport.receive({ id: 1, result: 'b' });
    await other;
    await vi.advanceTimersByTimeAsync(99);
    expect(transport.sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(transport.sent[2]).toMatchObject({ id: 2, method: 'a' });
    transport.receive({ id: 2, error: busy });
    await vi.advanceTimersByTimeAsync(149);
    expect(transport.sent).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    transport.receive({ id: 3, result: 'at last' });
    expect(await call).toBe('at last');
  });

  it('ends in RetryLimitExceededError after the last try', async () => {
    const { connection, transport } = await connect();
    const call = connection.request('a').catch((error: unknown) => error);
    for (const id of [0, 1, 2]) {
      transport.receive({ id, error: busy });
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(await call).toBeInstanceOf(RetryLimitExceededError);
    expect(transport.sent).toHaveLength(3);
  });

  it('stops waiting for the next try when aborted or closed', async () => {
    const { connection, transport } = await connect();
    const controller = new AbortController();
    const aborted = connection.request('a', undefined, { signal: controller.signal });
    const closed = connection.request('b');
    transport.receive({ id: 0, error: busy });
    transport.receive({ id: 1, error: busy });
    controller.abort();
    await expect(aborted).rejects.toThrow(AbortError);
    const rejected = expect(closed).rejects.toThrow(TransportClosedError);
    await connection.close();
    await rejected;
  });
});

describe('server requests', () => {
  it('are answered once', async () => {
    const { transport, seen } = await connect();
    transport.receive({ id: 0, method: 'ask', params: { q: 1 } });
    const request = seen.requests[0];
    expect(request).toMatchObject({ id: 0, method: 'ask', params: { q: 1 } });
    expect(request?.respond({ yes: true })).toBe(true);
    expect(request?.respond({ yes: false })).toBe(false);
    expect(request?.reject({ code: 1, message: 'no' })).toBe(false);
    expect(transport.sent).toEqual([{ id: 0, result: { yes: true } }]);
  });

  it('whose answer cannot be sent stay open for another answer', async () => {
    const { transport, seen } = await connect();
    transport.receive({ id: 0, method: 'ask' });
    const request = seen.requests[0];
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(() => request?.respond(circular)).toThrow(TypeError);
    expect(() => request?.respond({ n: 1n })).toThrow(TypeError);
    expect(() => request?.respond(() => {})).toThrow(TypeError);
    expect(() => request?.respond(nested(127))).toThrow('The answer to ask is nested deeper');
    expect(() => request?.respond({ text: 'ü'.repeat(5000) })).toThrow(MessageTooLargeError);
    expect(() => request?.reject({ code: 1, message: 'x'.repeat(10_000) })).toThrow(
      MessageTooLargeError,
    );
    expect(request?.answered).toBe(false);
    expect(request?.respond({ ok: true })).toBe(true);
    expect(transport.sent).toEqual([{ id: 0, result: { ok: true } }]);
  });

  it.each<[unknown]>([
    [new Error('no')],
    ['no'],
    [null],
    [{ message: 'no' }],
    [{ code: '1', message: 'no' }],
    [{ code: 1.5, message: 'no' }],
    [{ code: 1 }],
  ])('that are refused with %o, which is no error of the protocol, stay open', async (error) => {
    const { transport, seen } = await connect();
    transport.receive({ id: 0, method: 'ask' });
    const request = seen.requests[0];
    expect(() => request?.reject(error as never)).toThrow(InvalidParamsError);
    expect(() => request?.reject(error as never)).toThrow(
      'ask: the error must have an integer `code` and a `message` that is a string',
    );
    expect(request?.answered).toBe(false);
    expect(transport.sent).toEqual([]);
    expect(request?.respond({ ok: true })).toBe(true);
  });

  it('are refused with an Error that has a code', async () => {
    const { transport, seen } = await connect();
    transport.receive({ id: 0, method: 'ask' });
    const error = Object.assign(new Error('no'), { code: 5, data: { why: 'so' } });
    expect(seen.requests[0]?.reject(error)).toBe(true);
    expect(transport.sent).toEqual([
      { id: 0, error: { code: 5, message: 'no', data: { why: 'so' } } },
    ]);
  });

  it('whose answer the transport finds too long are refused, so that the server goes on', async () => {
    const { transport, seen } = await connect();
    transport.receive({ id: 7, method: 'ask' });
    transport.onSend = (text) =>
      text.includes('"result"')
        ? Promise.reject(new MessageTooLargeError({ direction: 'outbound', limit: 9, size: 10 }))
        : Promise.resolve();
    expect(seen.requests[0]?.respond({ long: true })).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(transport.sent[1]).toMatchObject({ id: 7, error: { code: -32603 } });
    expect(seen.lost).toMatchObject([{ limit: 9, size: 10 }]);
  });

  it('that arrive before the transport says it is open can be answered', async () => {
    class EagerTransport extends MemoryTransport {
      override async open(events: TransportEvents): Promise<void> {
        await super.open(events);
        this.receive({ id: 0, method: 'ask' });
      }
    }
    const transport = new EagerTransport();
    await connect({ transport, listener: { ...ignorant, request: (r) => r.respond({ ok: 1 }) } });
    expect(transport.sent).toEqual([{ id: 0, result: { ok: 1 } }]);
  });

  it('echo a text id', async () => {
    const { transport, seen } = await connect();
    transport.receive({ id: '', method: 'ask' });
    seen.requests[0]?.reject({ code: -32601, message: 'unknown' });
    expect(transport.sent).toEqual([{ id: '', error: { code: -32601, message: 'unknown' } }]);
  });
});

describe('bad lines', () => {
  it.each([
    'not json',
    '[]',
    '42',
    'null',
    '{}',
    '{"id":null,"method":"x"}',
    '{"id":1.5,"result":1}',
  ])('report %s and live on', async (line) => {
    const { connection, transport, seen } = await connect();
    transport.receive(line);
    expect(seen.errors).toHaveLength(1);
    const call = connection.request('a');
    transport.receive({ id: 0, result: 'alive' });
    expect(await call).toBe('alive');
  });
});

describe('an owner that fails', () => {
  const failing = (): never => {
    throw new Error('A bug');
  };

  it('does not end the connection, and hears of it', async () => {
    const errors: ProtocolError[] = [];
    const { connection, transport } = await connect({
      listener: {
        ...ignorant,
        notification: failing,
        request: failing,
        protocolError: (error) => errors.push(error),
      },
    });
    transport.receive({ method: 'event' });
    transport.receive({ id: 0, method: 'ask' });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('could not be handled'), cause: { message: 'A bug' } },
      { excerpt: '{"id":0,"method":"ask"}' },
    ]);
    const call = connection.request('a');
    transport.receive({ id: 0, result: 'alive' });
    expect(await call).toBe('alive');
  });

  it('even in hearing of it does not end the connection', async () => {
    const { connection, transport } = await connect({
      listener: { ...ignorant, notification: failing, protocolError: failing },
    });
    transport.receive({ method: 'event' });
    transport.receive('garbage');
    const call = connection.request('a');
    transport.receive({ id: 0, result: 'alive' });
    expect(await call).toBe('alive');
  });

  it('to use an answer gets that as the error of its call', async () => {
    const { connection, transport } = await connect();
    const onResult = (result: unknown): unknown => (result as { turn: { id: string } }).turn.id;
    const call = connection.request('a', undefined, { onResult });
    transport.receive({ id: 0, result: {} });
    await expect(call).rejects.toMatchObject({
      name: 'ProtocolError',
      message: expect.stringMatching(/^The answer to a cannot be used: /),
      cause: expect.any(TypeError),
    });
  });
});

describe('the end', () => {
  it('rejects everything with one account of it, then every later call', async () => {
    const { connection, transport, seen } = await connect({ maxInFlight: 1 });
    const calls = [
      connection.request('a'),
      connection.request('queued'),
      connection.request('exec'),
    ];
    const outcomes = Promise.allSettled(calls);
    const stderr = 'old line\n\u001b[31mnewest\u001b[0m line\n';
    transport.end({ reason: 'exited', exitCode: 3, stderr });
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'TransportClosedError', exitCode: 3, stderr },
      });
    }
    const later = await connection.request('late').catch((error: unknown) => error as Error);
    expect(later).toBeInstanceOf(TransportClosedError);
    expect((later as Error).message).toContain('newest line');
    expect(await connection.closed).toMatchObject({ reason: 'exited', exitCode: 3 });
    await connection.close();
    expect(seen.closed).toHaveLength(1);
  });

  it('by close() is idempotent and rejects what is open', async () => {
    const { connection, transport } = await connect();
    const call = connection.request('a').catch((error: unknown) => error);
    await Promise.all([connection.close(), connection.close()]);
    expect(transport.closeCalls).toBe(1);
    expect(await call).toMatchObject({ name: 'TransportClosedError' });
    expect(await connection.closed).toMatchObject({ reason: 'closed' });
  });

  it('by itself leaves it to close() to wait until what the transport started is gone', async () => {
    const { connection, transport } = await connect();
    let gone!: () => void;
    transport.close = () => new Promise((resolve) => (gone = resolve));
    transport.end({ reason: 'disconnected' });
    let isClosed = false;
    const closing = connection.close().then(() => (isClosed = true));
    await vi.advanceTimersByTimeAsync(100);
    expect(isClosed).toBe(false);
    gone();
    await closing;
    expect(await connection.closed).toMatchObject({ reason: 'disconnected' });
  });

  it('by a failing write rejects that call', async () => {
    const { connection, transport } = await connect();
    transport.onSend = () => Promise.reject(new Error('EPIPE'));
    await expect(connection.request('a')).rejects.toMatchObject({
      name: 'TransportClosedError',
      cause: { message: 'EPIPE' },
    });
  });
});

describe('trace', () => {
  it('tells direction, kind, method, id and bytes, and params on request only', async () => {
    const events: TraceEvent[] = [];
    const { connection, transport } = await connect({
      trace: (event) => {
        events.push(event);
        throw new Error('observers may fail');
      },
    });
    const call = connection.request('a', { secret: 'ü' });
    transport.receive({ id: 0, result: { ok: true } });
    transport.receive('garbage');
    transport.receiveInvalid(new Error('no text'), 5);
    transport.receiveInvalid(new Error('of unknown size'));
    await call;
    expect(events).toEqual([
      { direction: 'out', kind: 'request', method: 'a', id: 0, bytes: 46 },
      { direction: 'in', kind: 'result', method: 'a', id: 0, bytes: 29 },
      { direction: 'in', kind: 'invalid', method: undefined, id: undefined, bytes: 7 },
      { direction: 'in', kind: 'invalid', method: undefined, id: undefined, bytes: 5 },
      { direction: 'in', kind: 'invalid', method: undefined, id: undefined, bytes: 0 },
    ]);
  });
});
