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

/** Functions of the program that the worker may have called, and what they have thrown. */
export class Callbacks {
  readonly #functions = new Map<number, Callback>();
  readonly #thrown = new Map<number, unknown>();
  readonly #errors = new WeakSet<Error>();
  #ids = 0;

  add(body: Callback['body'], label: string, self?: object): number {
    const id = ++this.#ids;
    this.#functions.set(id, { body, label, self });
    return id;
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

  /** Remembers what was thrown, so that the same object can be thrown again. */
  keepThrown(thrown: unknown): number {
    const id = ++this.#ids;
    this.#thrown.set(id, thrown);
    if (isError(thrown)) this.#errors.add(thrown);
    return id;
  }

  thrown(id: number): unknown {
    return this.#thrown.get(id);
  }

  /** Whether a function of the program has thrown it. */
  hasThrown(error: Error): boolean {
    return this.#errors.has(error);
  }

  release(ids: readonly number[]): void {
    for (const id of ids) {
      this.#functions.delete(id);
      this.#thrown.delete(id);
    }
  }
}
