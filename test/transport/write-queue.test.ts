import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { WriteQueue } from '../../runtime/transport/write-queue.js';

it.each([
  ['an error', new Error('EPIPE')],
  ['no word', undefined],
])(
  'who waits for a stream that closes with %s is let go, and who comes later',
  async (_, cause) => {
    const closed = { code: 'transport_closed', ...(cause && { cause }) };
    const stream = new PassThrough({ highWaterMark: 1 });
    const broken: unknown[] = [];
    const writes = new WriteQueue(stream, (error) => broken.push(error));
    const waiting = expect(writes.write('more than it takes')).rejects;
    stream.destroy(cause);
    await once(stream, 'close').catch(() => {});
    await waiting.toMatchObject(closed);
    await expect(writes.write('late')).rejects.toMatchObject(closed);
    expect(broken[0]).toBe(cause);
  },
);
