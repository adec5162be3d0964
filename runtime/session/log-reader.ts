import type { LogCursor } from './log-cursor.js';

/** Ends the cursors of readers that nobody can reach any more. */
const dropped = new FinalizationRegistry<{ stop(): void }>((cursor) => {
  cursor.stop();
});

/** One consumer of an event log. Leaving its loop detaches it and disturbs nobody else. */
export class LogReader<E> implements AsyncIterableIterator<E, undefined> {
  readonly #cursor: LogCursor<E>;

  constructor(cursor: LogCursor<E>) {
    this.#cursor = cursor;
    dropped.register(this, cursor);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<E, undefined>> {
    return this.#cursor.next(this);
  }

  return(): Promise<IteratorResult<E, undefined>> {
    this.#cursor.stop();
    return Promise.resolve({ done: true, value: undefined });
  }
}
