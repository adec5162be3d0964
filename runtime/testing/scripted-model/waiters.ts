import { ScriptError } from './errors.js';

export interface WaitOptions {
  /** Milliseconds until the wait rejects. */
  readonly timeoutMs?: number;
  /** Rejects the wait with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Things in order of arrival, and those who wait for them. */
export class Arrivals<T> {
  readonly all: T[] = [];
  readonly #checks = new Set<() => void>();
  #closed: ScriptError | undefined;

  add(thing: T): void {
    this.all.push(thing);
    for (const check of this.#checks) check();
  }

  /** Nothing will arrive any more: rejects those who wait, now and later. */
  close(): void {
    this.#closed = new ScriptError('no_request', 'the model is closed: no request can come');
    for (const check of this.#checks) check();
  }

  /** Waits until there are `count` of them. */
  async atLeast(
    count: number,
    options: Required<Pick<WaitOptions, 'timeoutMs'>> & WaitOptions,
  ): Promise<void> {
    const { timeoutMs, signal } = options;
    if (this.all.length >= count) return;
    signal?.throwIfAborted();
    let leave = (): void => {};
    try {
      await new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (this.all.length >= count) resolve();
          else if (this.#closed !== undefined) reject(this.#closed);
        };
        const timer = setTimeout(() => {
          const came = `${String(this.all.length)} of ${String(count)} requests came`;
          reject(new ScriptError('no_request', `${came} in ${String(timeoutMs)} ms`));
        }, timeoutMs);
        const aborted = (): void => {
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', aborted);
        this.#checks.add(check);
        leave = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', aborted);
          this.#checks.delete(check);
        };
        check();
      });
    } finally {
      leave();
    }
  }
}
