import { AbortError } from '../rpc/errors/connection-errors.js';
import { onAbort } from '../util/on-abort.js';

interface Waiting {
  enter(): void;
  leave(error: Error): void;
}

/** Gives a slot back. Idempotent. */
export type Release = () => void;

/**
 * One turn at a time for each thread. The app-server would take a second `turn/start` as steering,
 * and a review or compaction would interrupt the running turn.
 */
export class TurnSlots {
  /** Who waits for each thread that is taken. */
  readonly #queues = new Map<string, Set<Waiting>>();
  #closed: Error | undefined;

  /** Resolves when the thread is free. Rejects with `AbortError`, or with the error given to `close`. */
  acquire(threadId: string, signal?: AbortSignal): Promise<Release> {
    if (signal?.aborted) return Promise.reject(abortedWhileQueued(signal));
    if (this.#closed) return Promise.reject(this.#closed);
    const queue = this.#queues.get(threadId);
    if (!queue) {
      this.#queues.set(threadId, new Set());
      return Promise.resolve(this.#release(threadId));
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        enter: () => {
          unwatch?.();
          resolve(this.#release(threadId));
        },
        leave: (error) => {
          queue.delete(waiting);
          unwatch?.();
          reject(error);
        },
      };
      queue.add(waiting);
      const unwatch =
        signal &&
        onAbort(signal, () => {
          waiting.leave(abortedWhileQueued(signal));
        });
    });
  }

  /** Rejects everyone who waits, now and later. */
  close(error: Error): void {
    this.#closed = error;
    for (const queue of this.#queues.values()) {
      for (const waiting of queue) waiting.leave(error);
    }
    this.#queues.clear();
  }

  #release(threadId: string): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const queue = this.#queues.get(threadId);
      if (!queue) return;
      for (const next of queue) {
        queue.delete(next);
        next.enter();
        return;
      }
      this.#queues.delete(threadId);
    };
  }
}

/** The error for work that was aborted before anything of it was sent. */
export function abortedWhileQueued(signal: AbortSignal | undefined): AbortError {
  return new AbortError('The turn was aborted before it was started', signal?.reason);
}
