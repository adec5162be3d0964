import type { Pulled } from './messages.js';

/**
 * Items of one pull at most. While the runtime floods, many thousands arrive before the next pull is seen, and
 * a reader that takes fewer is left behind; else a pull is as small as what is there.
 */
export const mostPulled: number = 65_536;

/** Takes the items of a stream that are there at a time, as often as it is asked. */
export class StreamPump {
  readonly #iterator: AsyncIterator<unknown>;
  readonly #most: number;
  readonly #failure: (error: unknown) => Pulled['end'];
  /** What was asked of the iterator, and not yet used. */
  #next: Promise<IteratorResult<unknown>> | undefined;

  /** @param most Items of one pull. */
  constructor(
    iterable: AsyncIterable<unknown>,
    most: number,
    failure: (error: unknown) => Pulled['end'],
  ) {
    this.#iterator = iterable[Symbol.asyncIterator]();
    this.#most = most;
    this.#failure = failure;
  }

  /** What there is, one item at least, and the end if it has come. */
  pull(): Promise<Pulled> {
    return new Promise((resolve) => {
      const items: unknown[] = [];
      let isOver = false;
      const finish = (end?: Pulled['end']): void => {
        isOver = true;
        resolve(end ? { items, end } : { items });
      };
      const take = (result: IteratorResult<unknown>): void => {
        if (isOver) return;
        this.#next = undefined;
        if (result.done) {
          finish({});
          return;
        }
        items.push(result.value);
        if (items.length >= this.#most) finish();
        else {
          // All that is there arrives before the event loop turns.
          if (items.length === 1) setImmediate(() => isOver || finish());
          ask();
        }
      };
      const fail = (error: unknown): void => {
        if (!isOver) finish(this.#failure(error));
      };
      const ask = (): void => {
        this.#next ??= this.#iterator.next();
        this.#next.then(take, fail);
      };
      ask();
    });
  }

  leave(): void {
    // Where it is waiting for an item it ends with that.
    this.#iterator.return?.().then(undefined, () => {});
  }
}
