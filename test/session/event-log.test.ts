import { describe, expect, it } from 'vitest';
import { AbortError } from '../../runtime/rpc/errors/connection-errors.js';
import { EventLog } from '../../runtime/session/event-log.js';
import { SubscriberOverflowError } from '../../runtime/session/subscriber-overflow-error.js';

async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function push(log: EventLog<number>, from: number, to: number): void {
  for (let n = from; n <= to; n++) log.push(n);
}

describe('EventLog', () => {
  it('keeps nothing without a reader or a hold', () => {
    const log = new EventLog<number>();
    push(log, 1, 1000);
    expect(log.kept).toBe(0);
    expect(log.end).toBe(1000);
  });

  it('gives a reader everything since the hold, then the end', async () => {
    const log = new EventLog<number>();
    log.push(0);
    const hold = log.hold();
    push(log, 1, 3);
    const reader = log.read({}, hold.position);
    hold.release();
    push(log, 4, 5);
    log.finish();
    expect(await collect(reader)).toEqual([1, 2, 3, 4, 5]);
    expect(log.kept).toBe(0);
  });

  it('holds the newest events only', async () => {
    const log = new EventLog<number>(3);
    const hold = log.hold();
    push(log, 1, 10);
    expect(log.kept).toBe(3);
    const reader = log.read({}, hold.position);
    log.finish();
    expect(await collect(reader)).toEqual([8, 9, 10]);
  });

  it('lets readers go at their own pace and releases what all have read', async () => {
    const log = new EventLog<number>();
    const fast = log.read();
    const slow = log.read();
    push(log, 1, 4);
    for (let n = 1; n <= 4; n++) expect(await fast.next()).toEqual({ done: false, value: n });
    expect(log.kept).toBe(4);
    expect(await slow.next()).toEqual({ done: false, value: 1 });
    expect(log.kept).toBe(3);
    await slow.return();
    expect(log.kept).toBe(0);
  });

  it('starts a late reader at the oldest event still kept', async () => {
    const log = new EventLog<number>();
    const first = log.read();
    push(log, 1, 3);
    await first.next();
    await first.next();
    const late = log.read();
    log.finish();
    expect(await collect(late)).toEqual([3]);
    expect(await collect(log.read())).toEqual([3]);
  });

  it('wakes a waiting reader, and several waiting calls in order', async () => {
    const log = new EventLog<number>();
    const reader = log.read();
    const results = Promise.all([reader.next(), reader.next(), reader.next()]);
    push(log, 1, 2);
    log.finish();
    expect((await results).map((r) => r.value)).toEqual([1, 2, undefined]);
  });

  it('stays flat in memory over many events', async () => {
    const log = new EventLog<number>();
    const reader = log.read();
    let most = 0;
    for (let n = 0; n < 100_000; n++) {
      log.push(n);
      if (n % 100 === 99) for (let i = 0; i < 100; i++) await reader.next();
      most = Math.max(most, log.kept);
    }
    expect(most).toBe(99);
  });

  it('fails only the reader that lags too far behind', async () => {
    const log = new EventLog<number>();
    const slow = log.read({ maxQueued: 2 });
    const patient = log.read({ maxQueued: 10 });
    push(log, 1, 3);
    await expect(slow.next()).rejects.toThrow(SubscriberOverflowError);
    expect(await slow.next()).toEqual({ done: true, value: undefined });
    log.finish();
    expect(await collect(patient)).toEqual([1, 2, 3]);
  });

  it('passes by what a reader does not accept', async () => {
    const log = new EventLog<number>();
    const even = log.read({ accept: (n) => n % 2 === 0 });
    const next = even.next();
    push(log, 1, 4);
    log.finish();
    expect((await next).value).toBe(2);
    expect(await collect(even)).toEqual([4]);
  });

  it('gives what is left before the error of its end', async () => {
    const log = new EventLog<number>();
    const reader = log.read();
    log.push(1);
    log.finish(new Error('lost'));
    expect((await reader.next()).value).toBe(1);
    await expect(reader.next()).rejects.toThrow('lost');
    expect((await reader.next()).done).toBe(true);
    await expect(log.read().next()).rejects.toThrow('lost');
  });

  it('ends a reader whose signal aborts, before or while it waits', async () => {
    const log = new EventLog<number>();
    const controller = new AbortController();
    const waiting = log.read({ signal: controller.signal }).next();
    controller.abort('why');
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', cause: 'why' });
    await expect(log.read({ signal: controller.signal }).next()).rejects.toThrow(AbortError);
  });
});
