import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProcessExit } from '../../runtime/process/spawned-process.js';
import { Connection } from '../../runtime/rpc/connection.js';
import { StdioTransport } from '../../runtime/transport/stdio.js';
import { deferred } from '../../runtime/util/deferred.js';

/** How the process ends: the order in which its pipes and itself are seen to. */
const endings = ['exit first', 'stdout first', 'stdin first', 'close'] as const;

interface Plan {
  /** The order in which the requests are answered; those left out are not. */
  readonly answers: readonly number[];
  /** Sizes of the pieces that the output comes in. */
  readonly sizes: readonly number[];
  readonly texts: readonly string[];
  readonly ending: (typeof endings)[number];
  /** Which piece is the last that arrives, if not all do. */
  readonly cutAt: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  answers: fc.shuffledSubarray([0, 1, 2, 3, 4, 5]),
  sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
  texts: fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 6, maxLength: 6 }),
  ending: fc.constantFrom(...endings),
  cutAt: fc.nat(60),
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

it('any pieces, order and end: what arrived whole is answered, the rest ends, nothing is left', async () => {
  await fc.assert(fc.asyncProperty(plan, check), { numRuns: 200 });
});

async function check({ answers, sizes, texts, ending, cutAt }: Plan): Promise<void> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const exited = deferred<ProcessExit>();
  const exit = (signal: string | null): void => {
    stdout.end();
    stderr.end();
    exited.resolve({ exitCode: signal === null ? 0 : null, signal });
  };
  stdin.resume();
  stdin.on('end', () => {
    exit(null);
  });
  const transport = new StdioTransport({
    command: 'peer',
    args: [],
    spawn: () => ({ stdin, stdout, stderr, exited: exited.promise, kill: exit }),
  });
  const notified: unknown[] = [];
  let ends = 0;
  const connection = new Connection({
    transport,
    laneOf: () => 'normal',
    requestTimeoutMs: 60_000,
    maxInFlight: 64,
    maxMessageBytes: 1000,
    retry: false,
    listener: {
      notification: ({ params }) => notified.push(params),
      request: () => {},
      answerLost: () => {},
      protocolError: () => {},
      closed: () => ends++,
    },
  });
  await connection.open();
  const calls = texts.map((text, id) => connection.request('echo', { id, text }));
  const outcomes = Promise.allSettled(calls);

  // Each answer comes with an event before it and rubbish behind it.
  const lines = answers.map((id) =>
    Buffer.from(
      `${JSON.stringify({ method: 'said', params: id })}\r\n` +
        `${JSON.stringify({ id, result: texts[id] })}\n\n{"half":\n`,
    ),
  );
  const pieces = cut(Buffer.concat(lines), sizes);
  const arriving = pieces.slice(0, cutAt);
  for (const [index, piece] of arriving.entries()) {
    stdout.write(piece);
    if (index % 3 === 0) await setImmediate();
  }
  await setImmediate();
  if (ending === 'exit first') exit('SIGKILL');
  if (ending === 'stdout first') stdout.end();
  if (ending === 'stdin first') stdin.destroy(new Error('EPIPE'));
  if (ending !== 'close') await passTimeUntil(connection.closed);
  await passTimeUntil(connection.close());

  const arrived = Buffer.concat(arriving).toString();
  // Only the end of the output completes a line that nothing else has ended.
  const ended = ending === 'exit first' || ending === 'stdout first';
  const whole = ended ? arrived : arrived.slice(0, arrived.lastIndexOf('\n') + 1);
  const has = (id: number): boolean =>
    whole.includes(`{"id":${id},"result":`) && complete(whole, id);
  for (const [id, outcome] of (await outcomes).entries()) {
    if (has(id)) expect(outcome).toEqual({ status: 'fulfilled', value: texts[id] });
    else expect(outcome).toMatchObject({ reason: { name: 'TransportClosedError' } });
  }
  expect(notified).toEqual(answers.slice(0, notified.length));
  expect(notified.length).toBeGreaterThanOrEqual(answers.filter(has).length);
  expect(ends).toBe(1);
  expect([stdin, stdout, stderr].map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  expect(vi.getTimerCount()).toBe(0);
}

async function passTimeUntil(promise: Promise<unknown>): Promise<void> {
  const settled = promise.then(() => true);
  do vi.advanceTimersByTime(50);
  while (!(await Promise.race([settled, setImmediate(false)])));
}

/** Whether the line of an answer arrived to its end. */
function complete(text: string, id: number): boolean {
  const line = text.split('\n').find((other) => other.startsWith(`{"id":${id},`)) ?? '';
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = sizes[pieces.length % sizes.length] as number;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
