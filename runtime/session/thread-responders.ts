import type { ServerNotification } from '../../generated/protocol.js';
import type { Responder } from './server-requests.js';
import { isGone, type SubAgents } from './sub-agents.js';

/** Who answers for one thread, in this order. */
export interface Responders {
  readonly tools?: Responder;
  readonly handlers?: Responder;
}

/** The responders of one thread. Its users hold it, and this client while the runtime has the thread. */
interface Entry {
  responders: Responders;
}

/**
 * The tools and handlers that threads have of their own. While the runtime has a thread it may ask at
 * any time, and so they are kept whoever holds the thread. When it is done with it they are kept for as
 * long as a user of the thread is in memory, who may take it up again.
 */
export class ThreadResponders {
  readonly #subAgents: SubAgents;
  readonly #loaded = new Map<string, Entry>();
  /** Of threads that the runtime is done with. */
  readonly #gone = new Map<string, WeakRef<Entry>>();
  /** Threads that the runtime is done with, but whose sub-agents may go on and ask. */
  readonly #outlived = new Set<string>();
  /** Holds an entry for its users only, so that responders may refer to a user and keep nobody. */
  readonly #ofUsers = new WeakMap<object, Entry>();
  readonly #dropped = new FinalizationRegistry<string>((threadId) => {
    const entry = this.#gone.get(threadId);
    if (entry && !entry.deref()) this.#gone.delete(threadId);
  });

  constructor(subAgents: SubAgents) {
    this.#subAgents = subAgents;
  }

  /** For how many threads something is kept. */
  get size(): number {
    return this.#loaded.size + this.#gone.size;
  }

  /** `user` has taken up the thread. What it brings replaces what is there; the rest stays. */
  add(threadId: string, user: object, { tools, handlers }: Responders): void {
    this.back(threadId);
    let entry = this.#loaded.get(threadId);
    if (!entry) {
      if (!tools && !handlers) return;
      entry = { responders: {} };
      this.#loaded.set(threadId, entry);
    }
    entry.responders = {
      ...entry.responders,
      ...(tools ? { tools } : {}),
      ...(handlers ? { handlers } : {}),
    };
    this.#ofUsers.set(user, entry);
  }

  /** Those of the thread, then of the thread that it is a sub-agent of, and so on. */
  *of(threadId: string | undefined): Generator<Responder> {
    for (let id = threadId; id !== undefined; id = this.#subAgents.parentOf(id)) {
      const { tools, handlers } = this.#find(id)?.responders ?? {};
      if (tools) yield tools;
      if (handlers) yield handlers;
    }
  }

  /** Looks at a notification of a thread, once what it tells of sub-agents is known. */
  observe(threadId: string, notification: ServerNotification): void {
    if (this.size === 0) return;
    switch (notification.method) {
      case 'thread/closed':
      case 'thread/archived':
      case 'thread/deleted':
      case 'thread/status/changed':
        if (isGone(notification)) this.gone(threadId);
        else this.back(threadId);
        return;
      case 'thread/started':
      case 'turn/started':
        this.back(threadId);
    }
  }

  /** The runtime asks nothing more for a thread until somebody takes it up again. */
  gone(threadId: string): void {
    this.#outlived.add(threadId);
    for (const id of this.#outlived) {
      if (this.#subAgents.isParent(id)) continue;
      this.#outlived.delete(id);
      this.#release(id);
    }
  }

  /** The runtime has ended, and the next one has no thread yet. */
  allGone(): void {
    this.#outlived.clear();
    for (const threadId of this.#loaded.keys()) this.#release(threadId);
  }

  /** Somebody has taken up the thread: the runtime may ask for it again. */
  back(threadId: string): void {
    this.#outlived.delete(threadId);
    const entry = this.#gone.get(threadId)?.deref();
    this.#gone.delete(threadId);
    if (entry) this.#loaded.set(threadId, entry);
  }

  #find(threadId: string): Entry | undefined {
    return this.#loaded.get(threadId) ?? this.#gone.get(threadId)?.deref();
  }

  #release(threadId: string): void {
    const entry = this.#loaded.get(threadId);
    if (!entry) return;
    this.#loaded.delete(threadId);
    this.#gone.set(threadId, new WeakRef(entry));
    this.#dropped.register(entry, threadId);
  }
}
