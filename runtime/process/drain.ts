import type { Readable } from 'node:stream';

/** A stream counts as drained after this time without data, in milliseconds. */
const QUIET_MS = 100;
/** Reading goes on no longer than this after the exit, in milliseconds. */
const LIMIT_MS = 2000;

/**
 * Waits until what a process wrote before its exit has been read. That is the end of the stream, or
 * silence for a while if another process inherited the pipe and keeps it open. The stream must be
 * flowing. Never rejects.
 */
export function drained(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const deadline = performance.now() + LIMIT_MS;
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
      }, QUIET_MS);
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
