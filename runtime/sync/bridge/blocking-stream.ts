import type { Bridge } from './bridge.js';
import { calledOn } from './errors.js';
import type { Thrown } from './messages.js';

/** A stream of the worker's. It fetches what is there, and blocks while nothing is. */
export class BlockingStream<T> implements IterableIterator<T, undefined>, Disposable {
  readonly #bridge: Pick<Bridge, 'pull' | 'leave' | 'streamError'>;
  readonly #id: number;
  #items: readonly unknown[] = [];
  #read = 0;
  #end: { readonly thrown?: Thrown } | undefined;

  constructor(bridge: Pick<Bridge, 'pull' | 'leave' | 'streamError'>, id: number) {
    this.#bridge = bridge;
    this.#id = id;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<T, undefined> {
    if (this.#read === this.#items.length && !this.#end) this.#pull();
    if (this.#read < this.#items.length) {
      return { done: false, value: this.#items[this.#read++] as T };
    }
    const thrown = this.#end?.thrown;
    if (thrown) {
      this.#end = {};
      throw this.#bridge.streamError(thrown, calledOn(this, 'next'));
    }
    return { done: true, value: undefined };
  }

  return(): IteratorResult<T, undefined> {
    if (!this.#end) this.#bridge.leave(this.#id);
    this.#end = {};
    this.#items = [];
    this.#read = 0;
    return { done: true, value: undefined };
  }

  [Symbol.dispose](): void {
    this.return();
  }

  #pull(): void {
    const { items, end } = this.#bridge.pull(this.#id, calledOn(this, 'next'));
    this.#items = items;
    this.#read = 0;
    this.#end = end;
  }
}
