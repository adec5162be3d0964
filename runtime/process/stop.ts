import { TIMED_OUT, within } from '../util/within.js';
import type { ProcessExit, SpawnedProcess } from './spawned-process.js';

/** How long each step of the stop ladder may take before the next one is taken, in milliseconds. */
export interface StopGraces {
  /** After the end of stdin; a healthy runtime needs about 40. */
  readonly stdinMs: number;
  /** After SIGTERM. */
  readonly termMs: number;
  /** After SIGKILL, until the system has cleared the process away. */
  readonly killMs: number;
}

export const STOP_GRACES: StopGraces = { stdinMs: 2000, termMs: 2000, killMs: 2000 };

/**
 * Ends a process: end of stdin, then SIGTERM, then SIGKILL, each after the one before had its time.
 * Never rejects, and never takes longer than these times together.
 *
 * @returns how the process ended, or `undefined` if it did not or cannot tell.
 */
export async function stopProcess(
  process: SpawnedProcess,
  graces: StopGraces = STOP_GRACES,
): Promise<ProcessExit | undefined> {
  const gone = process.exited.catch(noop);
  process.stdin.end();
  let exit = await within(gone, graces.stdinMs);
  if (exit === TIMED_OUT) {
    kill(process, 'SIGTERM');
    exit = await within(gone, graces.termMs);
  }
  if (exit === TIMED_OUT) {
    kill(process, 'SIGKILL');
    exit = await within(gone, graces.killMs);
  }
  return exit === TIMED_OUT ? undefined : (exit ?? undefined);
}

/** A process of the user's own may throw here, or return a promise that rejects. */
function kill(process: SpawnedProcess, signal: NodeJS.Signals): void {
  try {
    Promise.resolve(process.kill(signal)).catch(noop);
  } catch {
    // The next step follows all the same.
  }
}

function noop(): undefined {}
