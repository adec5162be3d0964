import { noRollout, rpcError } from './errors.js';
import { StoredThread, type ThreadHost, type ThreadInit } from './stored-thread.js';
import type { Peer } from './peer.js';

/** All threads of a fake server. */
export class Threads {
  readonly #host: ThreadHost;
  readonly #threads = new Map<string, StoredThread>();

  constructor(host: ThreadHost) {
    this.#host = host;
  }

  get all(): StoredThread[] {
    return [...this.#threads.values()];
  }

  add(init: Omit<ThreadInit, 'id'> & { readonly id?: string | undefined }): StoredThread {
    const thread = new StoredThread(this.#host, {
      ...init,
      id: init.id ?? this.#host.newId('thread'),
    });
    this.#threads.set(thread.id, thread);
    return thread;
  }

  get(id: string): StoredThread | undefined {
    return this.#threads.get(id);
  }

  /** A thread that is stored, or open. Throws what the runtime answers otherwise. */
  known(id: string): StoredThread {
    const thread = this.#threads.get(id);
    if (!thread) throw noRollout(id);
    return thread;
  }

  /** A thread that is not archived. */
  current(id: string): StoredThread {
    const thread = this.known(id);
    if (!thread.archived) return thread;
    throw rpcError(
      -32600,
      `session ${id} is archived. Run \`codex unarchive ${id}\` to unarchive it first.`,
    );
  }

  /** A thread that is open, so that turns can run in it. */
  open(id: string): StoredThread {
    const thread = this.#threads.get(id);
    if (thread?.loaded) return thread;
    throw rpcError(-32600, `thread not found: ${id}`);
  }

  delete(id: string): void {
    this.#threads.delete(id);
  }

  /** A client has gone. */
  left(peer: Peer, isLast: boolean): void {
    for (const thread of this.#threads.values()) {
      thread.subscribers.delete(peer);
      // The runtime of one client ends with it.
      if (isLast && thread.loaded) thread.unload();
    }
  }
}
