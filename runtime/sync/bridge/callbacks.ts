import { ConfigurationError } from '../../index.js';

interface Callback {
  readonly body: (...args: readonly unknown[]) => unknown;
  /** What it is called where it was given, for errors. */
  readonly label: string;
}

/** Functions of the program that the worker may have called, and what they have thrown. */
export class Callbacks {
  readonly #functions = new Map<number, Callback>();
  readonly #thrown = new Map<number, unknown>();
  #ids = 0;

  add(body: Callback['body'], label: string): number {
    const id = ++this.#ids;
    this.#functions.set(id, { body, label });
    return id;
  }

  /** @throws ConfigurationError if the function returns a promise, for nobody could wait for it. */
  call(id: number, args: readonly unknown[]): unknown {
    const callback = this.#functions.get(id);
    if (!callback) throw new Error(`There is no function ${id} to call`);
    const result = callback.body(...args);
    if (!isThenable(result)) return result;
    // The program is told that nobody looks at it; its rejection must not end the program as well.
    result.then(undefined, () => {});
    throw new ConfigurationError(
      `${callback.label} returned a promise, and the blocking client cannot wait for it: ` +
        'functions that are given to it must return the result itself',
    );
  }

  /** Remembers what was thrown, so that the same object can be thrown again. */
  keepThrown(thrown: object): number {
    const id = ++this.#ids;
    this.#thrown.set(id, thrown);
    return id;
  }

  thrown(id: number): unknown {
    return this.#thrown.get(id);
  }

  release(ids: readonly number[]): void {
    for (const id of ids) {
      this.#functions.delete(id);
      this.#thrown.delete(id);
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { readonly then?: unknown }).then === 'function'
  );
}
