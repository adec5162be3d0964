import { ConfigurationError } from '../util/configuration-error.js';

/** Refuses a limit that would never pass, or pass at once. */
export function checkWaitMs(place: string, timeoutMs: number): void {
  if (typeof timeoutMs === 'number' && timeoutMs >= 0) return;
  const what = 'must be a number of milliseconds or Infinity';
  throw new ConfigurationError(`${place}: timeoutMs ${what}, not ${String(timeoutMs)}`);
}
