import { Codex } from 'codex-app-server-sdk';
import { floodPeer } from './fixtures.js';

/** Heap while a turn of a million deltas is read: it must not grow with the turn. */
export async function memory(): Promise<Record<string, unknown>[]> {
  const count = 1_000_000;
  const codex = await Codex.start({ launchArgs: [process.execPath, floodPeer, String(count)] });
  const samples: number[] = [];
  try {
    const thread = await codex.threadStart();
    let seen = 0;
    for await (const _ of await thread.turn('Go')) {
      if (seen++ % 100_000 === 0) {
        globalThis.gc?.();
        samples.push(process.memoryUsage().heapUsed / 2 ** 20);
      }
    }
  } finally {
    await codex.close();
  }
  return samples.map((mb, index) => ({ events: index * 100_000, 'heap MiB': mb.toFixed(1) }));
}
