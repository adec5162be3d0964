import { LineSplitter } from '../../runtime/rpc/line-splitter.js';
import { cpuMs, median } from './fixtures.js';

const megabytes = 64;
const rounds = 5;

/** One long line in the pieces in which a pipe delivers it, beside a plain split and `JSON.parse`. */
export async function longLine(): Promise<Record<string, unknown>[]> {
  const message = { id: 1, result: { text: 'x'.repeat(megabytes * 2 ** 20) } };
  const chunks = pieces(Buffer.from(`${JSON.stringify(message)}\n`), 64 * 1024);
  const variants: Record<string, () => void> = {
    'plain split': () => {
      byHand(chunks);
    },
    LineSplitter: () => {
      splitter(chunks);
    },
  };
  const times = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, variant] of Object.entries(variants)) {
      globalThis.gc?.();
      const ms = await cpuMs(() => Promise.resolve(variant()));
      // The first round warms up.
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
  }
  const floor = median(times.get('plain split') ?? []);
  return [...times].map(([name, values]) => ({
    case: name,
    [`ms per ${megabytes} MiB line`]: median(values).toFixed(1),
    ratio: (median(values) / floor).toFixed(2),
  }));
}

function pieces(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

function byHand(chunks: readonly Buffer[]): void {
  for (const line of Buffer.concat(chunks).toString().split('\n')) if (line) check(line);
}

function splitter(chunks: readonly Buffer[]): void {
  const lines = new LineSplitter({
    line: check,
    invalid: (error) => {
      throw error;
    },
  });
  for (const chunk of chunks) lines.push(chunk);
}

function check(line: string): void {
  const { result } = JSON.parse(line) as { result: { text: string } };
  if (result.text.length !== megabytes * 2 ** 20) throw new Error('The line has lost something');
}
