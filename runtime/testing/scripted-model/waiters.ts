import { ScriptError } from './errors.js';

export interface WaitOptions {
  /** Milliseconds until the wait rejects. */
  readonly timeoutMs?: number;
  /** Rejects the wait with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Requests in order of arrival, and those who wait for them. */
export class Arrivals<T> {
  readonly all: T[] = [];
  readonly #defaultTimeoutMs: number;
  readonly #checks: Set<() => void> = new Set();
  #taken = 0;
  #closed = false;

  constructor(defaultTimeoutMs: number) {
    this.#defaultTimeoutMs = defaultTimeoutMs;
  }

  add(arrival: T): void {
    this.all.push(arrival);
    this.#check();
  }

  /** Nothing will arrive any more: rejects those who wait, now and later. */
  close(): void {
    this.#closed = true;
    this.#check();
  }

  /** The oldest one that no earlier call has taken; each goes to one caller. */
  async take(options: WaitOptions): Promise<T> {
    const deadline = Date.now() + (options.timeoutMs ?? this.#defaultTimeoutMs);
    for (;;) {
      await this.atLeast(this.#taken + 1, { ...options, timeoutMs: deadline - Date.now() });
      // Another caller who waited for the same arrival may have been first.
      if (this.#taken < this.all.length) return this.all[this.#taken++] as T;
    }
  }

  /** Waits until that many have come. */
  async atLeast(count: number, options: WaitOptions): Promise<void> {
    const { timeoutMs = this.#defaultTimeoutMs, signal } = options;
    if (this.all.length >= count) return;
    signal?.throwIfAborted();
    let stop = (): void => {};
    try {
      await new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (this.all.length >= count) resolve();
          else if (this.#closed) reject(this.#error(count, 'before the model was closed'));
        };
        const abort = (): void => {
          reject(signal?.reason as Error);
        };
        const timer = setTimeout(() => {
          reject(this.#error(count, `in ${String(timeoutMs)} ms`));
        }, timeoutMs);
        stop = () => {
          clearTimeout(timer);
          this.#checks.delete(check);
          signal?.removeEventListener('abort', abort);
        };
        this.#checks.add(check);
        signal?.addEventListener('abort', abort);
        check();
      });
    } finally {
      stop();
    }
  }

  #check(): void {
    for (const check of this.#checks) check();
  }

  #error(count: number, when: string): ScriptError {
    const came = `${String(this.all.length)} of ${String(count)} requests came`;
    return new ScriptError('no_request', `${came} ${when}`);
  }
}
