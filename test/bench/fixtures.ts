import { fileURLToPath } from 'node:url';

/** The program that plays a runtime whose turn is nothing but deltas. */
export const floodPeer: string = fileURLToPath(new URL('./flood-peer.mjs', import.meta.url));

/** Milliseconds of CPU that this process used for `body`. */
export async function cpuMs(body: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await body();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
