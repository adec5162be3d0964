import { checkNames, type Names } from '../options/known-keys.js';
import { checkLimits } from '../options/shapes.js';
import { ConfigurationError } from '../util/configuration-error.js';
import type { WaitOptions } from './arrivals.js';

const waitNames: Names<WaitOptions> = { timeoutMs: true, signal: true };

/** Refuses options of a wait that would not be heeded. */
export function checkWait(place: string, options: WaitOptions): void {
  checkNames(place, options, waitNames);
  const { timeoutMs, signal } = options;
  if (timeoutMs !== undefined) checkWaitMs(place, timeoutMs);
  checkLimits({ signal }, (problem) => new ConfigurationError(`${place}: ${problem}`));
}

/** Refuses a limit that would never pass, or pass at once. */
export function checkWaitMs(place: string, timeoutMs: number): void {
  if (typeof timeoutMs === 'number' && timeoutMs >= 0) return;
  const what = 'must be a number of milliseconds or Infinity';
  throw new ConfigurationError(`${place}: timeoutMs ${what}, not ${String(timeoutMs)}`);
}
