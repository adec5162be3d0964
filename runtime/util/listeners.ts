/** Functions to call when something happens. One that throws disturbs no other. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** Each registration is its own, also of the same function. Dispose of it to end it. */
  add(listener: (value: T) => void): Disposable {
    const registered = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(registered);
    return {
      [Symbol.dispose]: () => {
        this.#listeners.delete(registered);
      },
    };
  }

  call(value: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
