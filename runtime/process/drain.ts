import type { Readable } from 'node:stream';

export interface DrainLimits {
  /** A stream counts as drained after this time without data, in milliseconds. */
  readonly quietMs: number;
  /** Reading goes on no longer than this, in milliseconds. */
  readonly limitMs: number;
}

const DRAIN_LIMITS: DrainLimits = { quietMs: 100, limitMs: 2000 };

/**
 * Waits until what a process wrote before its exit has been read. That is the end of the stream, or
 * silence for a while if another process inherited the pipe and keeps it open. The stream must be
 * flowing. Never rejects.
 */
export function drained(stream: Readable, limits: DrainLimits = DRAIN_LIMITS): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const deadline = performance.now() + limits.limitMs;
    let heard = false;
    let timer: NodeJS.Timeout | undefined;
    let check: NodeJS.Immediate | undefined;
    const listen = (): void => {
      heard = true;
    };
    const wait = (): void => {
      heard = false;
      timer = setTimeout(() => {
        // After the poll phase: if the program was busy all the time, data may be waiting there.
        check = setImmediate(() => {
          if (heard && performance.now() < deadline) wait();
          else finish();
        });
      }, limits.quietMs);
    };
    const finish = (): void => {
      clearTimeout(timer);
      clearImmediate(check);
      stream.off('data', listen).off('end', finish).off('error', finish).off('close', finish);
      resolve();
    };
    stream.on('data', listen).on('end', finish).on('error', finish).on('close', finish);
    wait();
  });
}
