const firstDelayMs = 100;
const longestDelayMs = 5000;
const maxInWindow = 5;
const windowMs = 60_000;

/** Bounds how often and how fast a runtime is started again: five times a minute, ever more slowly. */
export class RestartBudget {
  readonly #now: () => number;
  #starts: number[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The next try and the pause before it, in milliseconds; undefined if there were enough. */
  next(): { readonly attempt: number; readonly delayMs: number } | undefined {
    const now = this.#now();
    this.#starts = this.#starts.filter((start) => now - start < windowMs);
    const before = this.#starts.length;
    if (before >= maxInWindow) return undefined;
    this.#starts.push(now);
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** before);
    return { attempt: before + 1, delayMs };
  }
}
