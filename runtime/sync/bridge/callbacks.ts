import { ConfigurationError } from '../../index.js';
import { isError } from './errors.js';
import { isThenable } from '../../options/shapes.js';
import { disregard } from '../disregard.js';

interface Callback {
  readonly body: (...args: readonly unknown[]) => unknown;
  /** What it is called where it was given, for errors. */
  readonly label: string;
  /** What it is a method of. */
  readonly self: object | undefined;
}

/** Functions of the program that the worker may have called, and values that it may hand back. */
export class Callbacks {
  readonly #functions = new Map<number, Callback>();
  readonly #values = new Map<number, unknown>();
  readonly #thrown = new WeakSet<Error>();
  #ids = 0;

  add(body: Callback['body'], label: string, self?: object): number {
    const id = ++this.#ids;
    this.#functions.set(id, { body, label, self });
    return id;
  }

  has(id: number): boolean {
    return this.#functions.has(id);
  }

  /** @throws ConfigurationError if the function returns a promise, for nobody could wait for it. */
  call(id: number, args: readonly unknown[]): unknown {
    const callback = this.#functions.get(id);
    if (!callback) throw new Error(`There is no function ${id} to call`);
    const result: unknown = Reflect.apply(callback.body, callback.self, args);
    if (!isThenable(result)) return result;
    disregard(result);
    throw new ConfigurationError(
      `${callback.label} returned a promise, and the blocking client cannot wait for it: ` +
        'functions that are given to it must return the result itself',
    );
  }

  /** Remembers a value, so that the program gets the very same again. */
  keep(value: unknown): number {
    const id = ++this.#ids;
    this.#values.set(id, value);
    return id;
  }

  /** As {@link keep}, for what a function has thrown. */
  keepThrown(thrown: unknown): number {
    if (isError(thrown)) this.#thrown.add(thrown);
    return this.keep(thrown);
  }

  kept(id: number): unknown {
    return this.#values.get(id);
  }

  /** Whether a function of the program has thrown it. */
  hasThrown(error: Error): boolean {
    return this.#thrown.has(error);
  }

  release(ids: readonly number[]): void {
    for (const id of ids) {
      this.#functions.delete(id);
      this.#values.delete(id);
    }
  }
}
