import process from 'node:process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls with a signal that aborts when the user interrupts, so that what was begun is put back
 * instead of being left as it is.
 */
export async function interruptible<T>(use: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (name: string): void => controller.abort(new Error(`interrupted by ${name}`));
  for (const name of SIGNALS) process.on(name, abort);
  try {
    return await use(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, abort);
  }
}
