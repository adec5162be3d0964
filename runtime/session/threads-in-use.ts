import { ThreadLostError } from './thread-lost-error.js';

/** What a restarted runtime must be told of a thread: it is not stored with it. */
export interface ThreadSetup {
  readonly config?: unknown;
}

interface ThreadUse {
  readonly setup: ThreadSetup;
  users: number;
  lost: ThreadLostError | undefined;
}

/** The threads that somebody holds, so that a restart resumes these and no others. */
export class ThreadsInUse {
  readonly #threads = new Map<string, ThreadUse>();
  readonly #dropped = new FinalizationRegistry<string>((threadId) => {
    const use = this.#threads.get(threadId);
    if (use && --use.users === 0) this.#threads.delete(threadId);
  });

  /** `user` has the thread from now until it is garbage. A thread taken up again is not lost any more. */
  add(threadId: string, user: object, setup: ThreadSetup): void {
    const users = this.#threads.get(threadId)?.users ?? 0;
    this.#threads.set(threadId, { setup, users: users + 1, lost: undefined });
    this.#dropped.register(user, threadId);
  }

  *[Symbol.iterator](): Generator<readonly [threadId: string, setup: ThreadSetup]> {
    for (const [threadId, { setup, lost }] of this.#threads) if (!lost) yield [threadId, setup];
  }

  lose(threadId: string, cause: unknown): ThreadLostError {
    const error = new ThreadLostError(threadId, cause);
    const use = this.#threads.get(threadId);
    if (use) use.lost = error;
    return error;
  }

  /** Throws if the thread did not survive a restart. */
  assertUsable(threadId: string): void {
    const lost = this.#threads.get(threadId)?.lost;
    if (lost) throw new ThreadLostError(threadId, lost.cause);
  }
}
