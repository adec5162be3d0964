import { TIMED_OUT, within } from './within.js';
import type { SpawnedProcess } from './spawned-process.js';

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
 * Never rejects.
 *
 * @returns false if the process is still there after all of it.
 */
export async function stopProcess(
  process: SpawnedProcess,
  graces: StopGraces = STOP_GRACES,
): Promise<boolean> {
  const gone = process.exited.then(noop, noop);
  process.stdin.end();
  if ((await within(gone, graces.stdinMs)) !== TIMED_OUT) return true;
  kill(process, 'SIGTERM');
  if ((await within(gone, graces.termMs)) !== TIMED_OUT) return true;
  kill(process, 'SIGKILL');
  return (await within(gone, graces.killMs)) !== TIMED_OUT;
}

/** A process of the user's own may throw here, or return a promise that rejects. */
function kill(process: SpawnedProcess, signal: NodeJS.Signals): void {
  try {
    Promise.resolve(process.kill(signal)).catch(noop);
  } catch {
    // The next step follows all the same.
  }
}

function noop(): void {}
