import { onAbort } from './on-abort.js';
import { startTimer } from './timer.js';

/** Limits of a wait that the caller may set. */
export interface WaitLimits {
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds; `undefined` or `Infinity` for none. */
  readonly timeoutMs?: number | undefined;
}

/** What to reject a wait with that was given up. */
export interface WaitErrors {
  aborted(reason: unknown): Error;
  timedOut(timeoutMs: number): Error;
}

/** Waits for a promise until a signal or a time limit. The promise itself is left as it is. */
export function waitFor<T>(
  promise: Promise<T>,
  { signal, timeoutMs = Infinity }: WaitLimits,
  errors: WaitErrors,
): Promise<T> {
  if (signal?.aborted) {
    promise.catch(() => {});
    return Promise.reject(errors.aborted(signal.reason));
  }
  return new Promise((resolve, reject) => {
    const timer = startTimer(timeoutMs, () => {
      settle(() => {
        reject(errors.timedOut(timeoutMs));
      });
    });
    const unwatch =
      signal &&
      onAbort(signal, () => {
        settle(() => {
          reject(errors.aborted(signal.reason));
        });
      });
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      unwatch?.();
      how();
    };
    promise.then(
      (value) => {
        settle(() => {
          resolve(value);
        });
      },
      (error: unknown) => {
        settle(() => {
          reject(error);
        });
      },
    );
  });
}
