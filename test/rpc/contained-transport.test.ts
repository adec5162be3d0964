import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../runtime/rpc/connection.js';
import {
  type ProtocolError,
  RequestTimeoutError,
  TransportClosedError,
} from '../../runtime/rpc/errors/connection-errors.js';
import type { CloseInfo, Transport, TransportEvents } from '../../runtime/rpc/transport.js';
import { closedError } from '../../runtime/transport/closed.js';

/** What a user's own transport may do wrong, over one that does nothing. */
function broken(faults: Partial<Transport>): Transport & { events: TransportEvents | undefined } {
  const transport: Transport & { events: TransportEvents | undefined } = {
    events: undefined,
    open: (events) => {
      transport.events = events;
      return faults.open ? faults.open(events) : Promise.resolve();
    },
    send: faults.send ?? (() => Promise.resolve()),
    close: faults.close ?? (() => Promise.resolve()),
  };
  return transport;
}

function connect(faults: Partial<Transport> = {}) {
  const transport = broken(faults);
  const seen = {
    notifications: [] as unknown[],
    errors: [] as ProtocolError[],
    ends: [] as CloseInfo[],
  };
  const connection = new Connection({
    transport,
    laneOf: () => 'normal',
    requestTimeoutMs: 1000,
    maxInFlight: 2,
    maxMessageBytes: 10_000,
    retry: false,
    listener: {
      notification: (message) => seen.notifications.push(message),
      request: () => {},
      answerLost: () => {},
      protocolError: (error) => seen.errors.push(error),
      closed: (info) => seen.ends.push(info),
    },
  });
  return { connection, transport, seen };
}

const never = (): Promise<never> => new Promise(() => {});
const thrown = (): never => {
  throw new Error('A transport of poor quality');
};
const rejected = (): Promise<never> => Promise.reject(new Error('A transport of poor quality'));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('a transport that cannot be opened', () => {
  it.each([
    ['throws', thrown],
    ['rejects', rejected],
  ])('and %s fails the start and is over', async (_how, open) => {
    const { connection, seen } = connect({ open });
    await expect(connection.open()).rejects.toThrow('poor quality');
    expect(seen.ends).toMatchObject([{ reason: 'failed' }]);
    await expect(connection.request('a')).rejects.toThrow(TransportClosedError);
    await connection.close();
  });

  it('and never says so is given up after the time of a request', async () => {
    const { connection, seen } = connect({ open: never });
    const opening = expect(connection.open()).rejects.toThrow(RequestTimeoutError);
    await vi.advanceTimersByTimeAsync(1000);
    await opening;
    expect(seen.ends).toMatchObject([{ reason: 'failed' }]);
    await connection.close();
  });

  it('and never says so does not hold up the close', async () => {
    const { connection, seen } = connect({ open: never });
    const opening = expect(connection.open()).rejects.toThrow(TransportClosedError);
    await connection.close();
    await opening;
    expect(seen.ends).toMatchObject([{ reason: 'closed' }]);
  });

  it('and reports its end instead fails the start by that', async () => {
    const { connection, transport, seen } = connect({ open: never });
    const opening = expect(connection.open()).rejects.toMatchObject({ exitCode: 3 });
    transport.events?.closed({ reason: 'exited', exitCode: 3, signal: null, stderr: '' });
    await opening;
    expect(seen.ends).toMatchObject([{ reason: 'exited', exitCode: 3 }]);
  });
});

describe('a transport that cannot send', () => {
  it.each([
    ['throws', thrown],
    ['rejects', rejected],
  ])('and %s rejects that call', async (_how, send) => {
    const { connection } = connect({ send });
    await connection.open();
    await expect(connection.request('a')).rejects.toMatchObject({
      name: 'TransportClosedError',
      cause: { message: 'A transport of poor quality' },
    });
    await expect(connection.notify('a')).rejects.toThrow('poor quality');
    await connection.close();
  });

  it('since it has ended lets the account of the end come first', async () => {
    const { connection, transport } = connect({ send: () => Promise.reject(closedError()) });
    await connection.open();
    const call = expect(connection.request('a')).rejects.toMatchObject({ exitCode: 3 });
    await vi.advanceTimersByTimeAsync(100);
    transport.events?.closed({ reason: 'exited', exitCode: 3, signal: null, stderr: '' });
    await call;
  });

  it('since it has ended, and never tells how, rejects that call after a while', async () => {
    const { connection } = connect({ send: () => Promise.reject(closedError()) });
    await connection.open();
    const call = expect(connection.request('a', {}, { timeoutMs: Infinity })).rejects.toThrow(
      TransportClosedError,
    );
    await vi.advanceTimersByTimeAsync(15_000);
    await call;
    await connection.close();
  });

  it('and never says so leaves the deadlines at work', async () => {
    const { connection } = connect({ send: never });
    await connection.open();
    const call = expect(connection.request('a')).rejects.toThrow(RequestTimeoutError);
    await vi.advanceTimersByTimeAsync(1000);
    await call;
    await connection.close();
  });

  it('but returns nothing at all works', async () => {
    const { connection, transport } = connect({ send: () => undefined as never });
    await connection.open();
    const call = connection.request('a');
    transport.events?.message('{"id":0,"result":1}');
    expect(await call).toBe(1);
    await connection.close();
  });
});

describe('a transport that cannot be closed', () => {
  it.each([
    ['throws', thrown],
    ['rejects', rejected],
    ['says nothing of it', () => Promise.resolve()],
  ])('and %s is closed all the same', async (_how, close) => {
    const { connection, seen } = connect({ close });
    await connection.open();
    const call = expect(connection.request('a')).rejects.toThrow(TransportClosedError);
    await connection.close();
    await call;
    expect(seen.ends).toMatchObject([{ reason: 'closed', exitCode: null }]);
    expect(await connection.closed).toMatchObject({ reason: 'closed' });
  });

  it('and never settles is waited for no longer than a while', async () => {
    const { connection, seen } = connect({ close: never });
    await connection.open();
    const closing = Promise.all([connection.close(), connection.close()]);
    await vi.advanceTimersByTimeAsync(15_000);
    await closing;
    expect(seen.ends).toMatchObject([{ reason: 'closed' }]);
  });
});

describe('a transport that talks on', () => {
  it('after its end is not listened to', async () => {
    const { connection, transport, seen } = connect();
    await connection.open();
    const { events } = transport;
    events?.closed({ reason: 'disconnected', exitCode: null, signal: null, stderr: '' });
    events?.closed({ reason: 'exited', exitCode: 1, signal: null, stderr: '' });
    events?.message('{"method":"late"}');
    events?.message('garbage');
    events?.invalid(new Error('late'));
    expect(seen).toMatchObject({
      notifications: [],
      errors: [],
      ends: [{ reason: 'disconnected' }],
    });
    await connection.close();
  });

  it('while it is closed is not listened to', async () => {
    const { connection, transport, seen } = connect({
      close: () => {
        transport.events?.message('{"method":"late"}');
        transport.events?.closed({ reason: 'exited', exitCode: 0, signal: null, stderr: '' });
        return Promise.resolve();
      },
    });
    await connection.open();
    await connection.close();
    expect(seen).toMatchObject({ notifications: [], ends: [{ reason: 'closed', exitCode: 0 }] });
  });

  it('before it is open is listened to', async () => {
    const { connection, transport, seen } = connect({
      open: (events) => {
        events.message('{"method":"early"}');
        return Promise.resolve();
      },
    });
    await connection.open();
    transport.events?.message('{"method":"next"}');
    expect(seen.notifications).toEqual([{ method: 'early' }, { method: 'next' }]);
    await connection.close();
  });

  it('with half an account of its end gets the rest filled in', async () => {
    const { connection, transport, seen } = connect();
    await connection.open();
    const call = connection.request('a');
    transport.events?.closed(undefined as never);
    await expect(call).rejects.toThrow('the runtime closed it');
    expect(seen.ends).toEqual([
      { reason: 'disconnected', exitCode: null, signal: null, stderr: '' },
    ]);
  });
});
