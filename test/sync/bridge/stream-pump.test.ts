import { describe, expect, it } from 'vitest';
import { EventLog } from '../../../runtime/session/event-log.js';
import { StreamPump } from '../../../runtime/sync/bridge/stream-pump.js';

const failure = (error: unknown): { thrown: { value: { value: unknown } } } => ({
  thrown: { value: { value: (error as Error).message } },
});

function pumpOf(most = Infinity): { log: EventLog<number>; pump: StreamPump } {
  const log = new EventLog<number>();
  return { log, pump: new StreamPump(log.read(), most, failure) };
}

describe('what is pulled from a stream', () => {
  it('is what is there, and no more than may be fetched', async () => {
    const { log, pump } = pumpOf(3);
    for (let n = 0; n < 5; n++) log.push(n);
    expect(await pump.pull()).toEqual({ items: [0, 1, 2] });
    expect(await pump.pull()).toEqual({ items: [3, 4] });
  });

  it('is waited for', async () => {
    const { log, pump } = pumpOf();
    const pulled = pump.pull();
    setImmediate(() => {
      log.push(1);
      log.push(2);
    });
    expect(await pulled).toEqual({ items: [1, 2] });
    // Asked for by the pull before, and there by the next.
    log.push(3);
    expect(await pump.pull()).toEqual({ items: [3] });
  });

  it('ends with the stream, or with what it failed by', async () => {
    const { log, pump } = pumpOf();
    log.push(1);
    log.finish();
    expect(await pump.pull()).toEqual({ items: [1], end: {} });
    const other = pumpOf();
    other.log.push(1);
    other.log.finish(new Error('lost'));
    const pulled = await other.pump.pull();
    expect(pulled.items).toEqual([1]);
    expect(pulled.end).toEqual({ thrown: { value: { value: 'lost' } } });
  });

  it('is not asked for once the stream was left', async () => {
    const { log, pump } = pumpOf();
    log.push(1);
    await pump.pull();
    pump.leave();
    log.push(2);
    expect(await pump.pull()).toEqual({ items: [], end: {} });
  });
});
