import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Collects garbage, and lets those who wait for it hear of it, until something has come of it. */
export async function collectGarbage(until: () => boolean): Promise<void> {
  do {
    // In a task of its own: what a WeakRef has just given counts as in use until its task is over.
    await setImmediate();
    gc();
    await setImmediate();
  } while (!until());
}
