import { CallSite } from '../util/call-site.js';
import type { LogCursor } from './log-cursor.js';

/** Ends the cursors of readers that nobody can reach any more. */
const dropped = new FinalizationRegistry<{ stop(): void }>((cursor) => {
  cursor.stop();
});

/** A cursor that is over needs no end any more, and what it holds may go. */
export function forgetCursor(cursor: object): void {
  dropped.unregister(cursor);
}

/** One consumer of an event log. Leaving its loop detaches it and disturbs nobody else. */
export class LogReader<E> implements AsyncIterableIterator<E, undefined> {
  readonly #cursor: LogCursor<E>;
  readonly #callSite = new CallSite();

  constructor(cursor: LogCursor<E>) {
    this.#cursor = cursor;
    dropped.register(this, cursor, cursor);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<E, undefined>> {
    return this.#cursor.next(this);
  }

  /** The error with the stack of whoever made this reader. */
  copy(error: Error): Error {
    return this.#callSite.copy(error);
  }

  return(): Promise<IteratorResult<E, undefined>> {
    this.#cursor.stop();
    return Promise.resolve({ done: true, value: undefined });
  }
}
