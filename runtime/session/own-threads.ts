import type { ServerNotification } from '../../generated/protocol.js';
import type { Thread } from '../../generated/types.js';
import { isGone } from './sub-agents.js';

/** Requests whose answer is a thread that is the client's from then on. */
const takingUp: ReadonlySet<string> = new Set(['thread/start', 'thread/resume', 'thread/fork']);

export interface OwnThreadsOptions {
  /** The thread that a running turn is of. */
  readonly threadOf: (turnId: string) => string | undefined;
  /** The thread that a thread is a sub-agent of. */
  readonly parentOf: (threadId: string) => string | undefined;
}

/**
 * The threads that this client has taken up, with their sub-agents. A runtime that serves several
 * clients tells each of them of every sub-agent, and asks them all what it asks for it.
 */
export class OwnThreads {
  readonly #options: OwnThreadsOptions;
  readonly #threads = new Set<string>();

  constructor(options: OwnThreadsOptions) {
    this.#options = options;
  }

  has(threadId: string): boolean {
    return this.#threads.has(threadId);
  }

  /** Learns from the answer to a request; the thread that it took up, if it did. */
  answered(method: string, result: unknown): Partial<Thread> | undefined {
    const { thread, reviewThreadId } = (result ?? {}) as {
      readonly thread?: Partial<Thread>;
      readonly reviewThreadId?: string;
    };
    if (method === 'review/start' && reviewThreadId !== undefined)
      this.#threads.add(reviewThreadId);
    if (!takingUp.has(method) || typeof thread?.id !== 'string') return undefined;
    this.#threads.add(thread.id);
    return thread;
  }

  /** Learns from a notification, once what it tells of sub-agents is known. */
  observe(threadId: string, notification: ServerNotification): void {
    const { threadOf, parentOf } = this.#options;
    if (isGone(notification)) this.#threads.delete(threadId);
    else if (notification.method === 'turn/started' && !this.has(threadId)) {
      const { rootTurnId } = notification.params.turn;
      const root = typeof rootTurnId === 'string' ? threadOf(rootTurnId) : undefined;
      const isOwn = [root, parentOf(threadId)].some((id) => id !== undefined && this.has(id));
      if (isOwn) this.#threads.add(threadId);
    }
  }

  /** The client is told nothing more of the thread. */
  left(threadId: string): void {
    this.#threads.delete(threadId);
  }
}
