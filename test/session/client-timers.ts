import { vi } from 'vitest';

/**
 * Fake timers, and which of them the client has set: whatever else runs in this worker, such as an HTTP
 * client that keeps a connection of an earlier test alive, may set some of its own meanwhile.
 */
export class ClientTimers {
  readonly #left = new Map<unknown, string>();
  readonly #fake: Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'>;

  constructor() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    this.#fake = { setTimeout: set, clearTimeout: clear };
    globalThis.setTimeout = ((callback: () => void, delayMs?: number) => {
      const from = new Error('').stack?.split('\n')[2] ?? '';
      const timer = set(() => {
        this.#left.delete(timer);
        callback();
      }, delayMs);
      if (/[\\/]runtime[\\/]/.test(from)) this.#left.set(timer, from.trim());
      return timer;
    }) as typeof setTimeout;
    globalThis.clearTimeout = (timer) => {
      this.#left.delete(timer);
      clear(timer);
    };
  }

  /** Where those were set that neither have fired nor were cleared. */
  get left(): readonly string[] {
    return [...this.#left.values()];
  }

  /** Brings the real timers back. */
  [Symbol.dispose](): void {
    // Only its own functions are replaced by the real ones.
    Object.assign(globalThis, this.#fake);
    vi.useRealTimers();
  }
}
