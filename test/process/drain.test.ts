import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { drained } from '../../runtime/process/drain.js';

test('a stream that has ended is drained', async () => {
  const stream = new PassThrough();
  stream.resume();
  stream.end('rest');
  await drained(stream);
  expect(stream.readableEnded).toBe(true);
  await drained(stream);
});

test.each(['destroy', 'error'])('a stream that breaks is drained: %s', async (how) => {
  const stream = new PassThrough();
  stream.on('error', () => {});
  stream.resume();
  const done = drained(stream);
  stream.destroy(how === 'error' ? new Error('Broken') : undefined);
  await done;
  await drained(stream);
});

test('a stream that is open but silent is drained, and no listener stays', async () => {
  const stream = new PassThrough();
  stream.resume();
  await drained(stream);
  expect(stream.readableEnded).toBe(false);
  expect(stream.listenerCount('data') + stream.listenerCount('end')).toBe(0);
});

test('a stream on which data keeps coming is read to its end', async () => {
  let count = 0;
  // One chunk in each turn of the event loop, so that there is always one within a millisecond.
  const stream = new Readable({
    read() {
      count += 1;
      setImmediate(() => this.push(count < 500 ? 'x' : null));
    },
  });
  stream.resume();
  await drained(stream, { quietMs: 1, limitMs: 60_000 });
  expect(stream.readableEnded).toBe(true);
});

test('a stream on which somebody talks for ever is given up', async () => {
  const stream = new PassThrough();
  stream.resume();
  const talk = setInterval(() => stream.write('x'), 1);
  await drained(stream, { quietMs: 20, limitMs: 100 });
  clearInterval(talk);
});
