// Holds every line that a real runtime says in any test against the schema: a test in which a line
// does not fit fails.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { TrafficLog } from './traffic-log.js';

const folder = mkdtempSync(join(tmpdir(), 'codex-traffic-'));
const tap = createRequire(import.meta.url)('./tap.cjs') as { writeInto(folder: string): void };
tap.writeInto(folder);

let log: TrafficLog | undefined;

/** The traffic of this file of tests, if there was any. */
export async function traffic(): Promise<TrafficLog | undefined> {
  if (log === undefined && readdirSync(folder).length > 0) {
    const { TrafficLog } = await import('./traffic-log.js');
    log = new TrafficLog(folder);
  }
  return log;
}

/** Fails if a line that has come since the last call does not fit. */
export async function checkTraffic(): Promise<void> {
  const problems = (await traffic())?.problems() ?? [];
  if (problems.length > 0) throw new Error(`Not as the schema has it:\n${problems.join('\n')}`);
}

afterEach(checkTraffic);

afterAll(async () => {
  try {
    await checkTraffic();
    if (log?.missesConnections)
      throw new Error('A runtime listened, and nobody was seen to connect');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
