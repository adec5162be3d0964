/**
 * How a request is treated while it waits. `normal`: counted and limited in number, with a deadline.
 * `long`: lasts as long as its work, so neither. `urgent`: never queued, with a deadline.
 */
export type Lane = 'normal' | 'long' | 'urgent';

/** The deadline of a request that names none, in milliseconds. */
export function defaultTimeoutMs(lane: Lane, requestTimeoutMs: number): number {
  return lane === 'long' ? Infinity : requestTimeoutMs;
}
