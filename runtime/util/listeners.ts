import { checkFunction } from './check-function.js';
import { watchRejection } from './guarded.js';

interface Registration<T> {
  readonly listener: (value: T) => unknown;
  active: boolean;
}

/** Functions to call when something happens. One that fails disturbs no other. */
export class Listeners<T> {
  /** Replaced, never changed: a call goes to those that were there when it began. */
  #registrations: readonly Registration<T>[] = [];
  readonly #onError: (error: unknown) => void;

  /** @param onError gets what listeners throw, and what promises that they return reject with. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /**
   * Each registration is its own, also of the same function. Dispose of it to end it.
   *
   * @throws ConfigurationError if it is no function.
   */
  add(listener: (value: T) => unknown): Disposable {
    checkFunction('A listener', listener);
    const registration = { listener, active: true };
    this.#registrations = [...this.#registrations, registration];
    return {
      [Symbol.dispose]: () => {
        registration.active = false;
        this.#registrations = this.#registrations.filter((other) => other !== registration);
      },
    };
  }

  call(value: T): void {
    for (const registration of this.#registrations) {
      if (!registration.active) continue;
      try {
        watchRejection(registration.listener(value), this.#onError);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
