import { AbortError } from '../rpc/errors/connection-errors.js';
import { called } from '../util/call-site.js';
import { deferred, type Deferred } from '../util/deferred.js';
import { waitFor, type WaitLimits } from '../util/wait.js';
import { checkWait } from './wait-limit.js';

/** How long to wait for something to arrive. */
export interface WaitOptions {
  /** In milliseconds; the default is that of whom you ask. */
  readonly timeoutMs?: number | undefined;
  /** Rejects the wait with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

export interface ArrivalsOptions {
  readonly timeoutMs: number;
  /** What arrives, in the plural. */
  readonly what: string;
  /** Whose end ends the waiting. */
  readonly until: string;
  /** Makes the error for what did not arrive. */
  readonly error: (message: string) => Error;
}

/** Things in order of arrival, and those who wait for them. */
export class Arrivals<T> {
  readonly all: T[] = [];
  readonly #options: ArrivalsOptions;
  readonly #waiting: Map<Deferred<void>, number> = new Map();
  #taken = 0;
  #closed = false;

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  add(arrival: T): void {
    this.all.push(arrival);
    for (const [waiter, count] of this.#waiting) {
      if (this.all.length >= count) waiter.resolve();
    }
  }

  /** Nothing will arrive any more: rejects those who wait, now and later. */
  close(): void {
    this.#closed = true;
    for (const [waiter, count] of this.#waiting) waiter.reject(this.#closedError(count));
  }

  /** The oldest one that no earlier call has taken; each goes to one caller. */
  take(options: WaitOptions): Promise<T> {
    const startedAt = performance.now();
    return called(async () => {
      const timeoutMs = this.#limitOf(options);
      for (;;) {
        const left = timeoutMs - (performance.now() - startedAt);
        await this.#wait(this.#taken + 1, { ...options, timeoutMs: left }, timeoutMs);
        // Another caller who waited for the same arrival may have been first.
        if (this.#taken < this.all.length) return this.all[this.#taken++] as T;
      }
    });
  }

  /** Waits until that many have come. */
  atLeast(count: number, options: WaitOptions): Promise<void> {
    return called(() => {
      const timeoutMs = this.#limitOf(options);
      return this.#wait(count, { ...options, timeoutMs }, timeoutMs);
    });
  }

  #limitOf(options: WaitOptions): number {
    checkWait(`the wait for ${this.#options.what}`, options);
    return options.timeoutMs ?? this.#options.timeoutMs;
  }

  async #wait(count: number, limits: WaitLimits, statedMs: number): Promise<void> {
    if (this.all.length >= count) return;
    if (this.#closed) throw this.#closedError(count);
    const waiter = deferred<void>();
    this.#waiting.set(waiter, count);
    try {
      await waitFor(waiter.promise, limits, {
        aborted: (reason) =>
          new AbortError(`the wait for ${this.#options.what} was aborted`, reason),
        timedOut: () => this.#error(count, `in ${String(statedMs)} ms`),
      });
    } finally {
      this.#waiting.delete(waiter);
    }
  }

  #closedError(count: number): Error {
    return this.#error(count, `before ${this.#options.until} was closed`);
  }

  #error(count: number, when: string): Error {
    const came = `${String(this.all.length)} of ${String(count)} ${this.#options.what} came`;
    return this.#options.error(`${came} ${when}`);
  }
}
