import { timeoutProblem } from '../rpc/call.js';
import { isAbortSignal, kindOf } from '../util/kind-of.js';

// For the other voices, which are built on the facade alone.
export { checkFunction } from '../util/check-function.js';
export { isThenable } from '../util/thenable.js';

/** Makes the error of whoever was given something wrong, from what is wrong with it. */
export type ErrorOf = (problem: string) => Error;

/**
 * Rejects what cannot hold options: names are looked up in it, and in a list or a number, in a promise
 * that was not awaited or a signal that stands where the options do, none would be found.
 */
export function checkIsOptions(options: unknown, what: string, error: ErrorOf): void {
  const kind = kindOf(options);
  if (kind !== 'an object') throw error(`the ${what}s must be an object, not ${kind}`);
}

interface Limits {
  readonly signal?: unknown;
  readonly timeoutMs?: unknown;
}

/** Rejects a `signal` that can never abort anything, and a time limit that is none. */
export function checkLimits({ signal, timeoutMs }: Limits, error: ErrorOf): void {
  if (signal !== undefined && signal !== null && !isAbortSignal(signal)) {
    const hint = isAbortSignal((signal as { readonly signal?: unknown }).signal)
      ? '; pass controller.signal'
      : '';
    throw error(`signal must be an AbortSignal, not ${kindOf(signal)}${hint}`);
  }
  const problem = timeoutMs === undefined ? undefined : timeoutProblem(timeoutMs);
  if (problem !== undefined) throw error(problem);
}
