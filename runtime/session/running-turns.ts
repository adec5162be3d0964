import type { ServerNotification } from '../../generated/protocol.js';
import type { Thread, Turn } from '../../generated/types.js';
import { type Deferred, deferred } from '../util/deferred.js';

/** How long the end of a turn may take once its thread is not active any more, in milliseconds. */
const lateMs = 2000;

interface Running {
  /** Undefined if all that is known is that one runs. */
  turn: Turn | undefined;
  /** Whether its thread is not active any more: its end is due. */
  due: boolean;
  /** Resolves when the thread is free, for those who wait for that. */
  free: Deferred<void> | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** The turn that runs on each thread, whoever has started it. */
export class RunningTurns {
  readonly #threads = new Map<string, Running>();

  /** The turn that runs on a thread, as far as it is known. */
  of(threadId: string): Turn | undefined {
    return this.#threads.get(threadId)?.turn;
  }

  /** The thread that a running turn is of. */
  threadOf(turnId: string): string | undefined {
    for (const [threadId, { turn }] of this.#threads) if (turn?.id === turnId) return threadId;
    return undefined;
  }

  /** Learns from a notification of a thread. */
  observe(threadId: string, { method, params }: ServerNotification): void {
    switch (method) {
      case 'turn/started':
        this.#runs(threadId, params.turn);
        return;
      case 'turn/completed':
        this.ended(threadId);
        return;
      case 'thread/status/changed':
        this.#changed(threadId, params.status.type === 'active');
    }
  }

  /** Learns from what the runtime said of a thread when it was taken up. */
  takenUp({ id, status, turns }: Partial<Thread>): void {
    if (id === undefined || status === undefined) return;
    if (status.type !== 'active') this.ended(id);
    else if (!this.#threads.has(id)) {
      this.#runs(
        id,
        turns?.findLast((turn) => turn.status === 'inProgress'),
      );
    }
  }

  /** Nothing runs on the thread any more; if a turn is named, unless another one does. */
  ended(threadId: string, turnId?: string): void {
    const running = this.#threads.get(threadId);
    if (!running || (turnId !== undefined && running.turn?.id !== turnId)) return;
    this.#threads.delete(threadId);
    clearTimeout(running.timer);
    running.free?.resolve();
  }

  /** Nothing runs anywhere. */
  clear(): void {
    for (const threadId of [...this.#threads.keys()]) this.ended(threadId);
  }

  /** Resolves when nothing runs on the thread any more; undefined if nothing does. */
  whenFree(threadId: string): Promise<void> | undefined {
    const running = this.#threads.get(threadId);
    if (!running) return undefined;
    running.free ??= deferred();
    if (running.due) this.#wait(threadId, running);
    return running.free.promise;
  }

  #runs(threadId: string, turn: Turn | undefined): void {
    const running = this.#threads.get(threadId);
    if (!running) {
      this.#threads.set(threadId, { turn, due: false, free: undefined, timer: undefined });
      return;
    }
    running.turn = turn;
    this.#changed(threadId, true);
  }

  #changed(threadId: string, active: boolean): void {
    const running = this.#threads.get(threadId);
    if (!running) return;
    running.due = !active;
    clearTimeout(running.timer);
    running.timer = undefined;
    if (running.due && running.free) this.#wait(threadId, running);
  }

  /** The end of the turn follows, or was lost on the way. */
  #wait(threadId: string, running: Running): void {
    running.timer ??= setTimeout(() => {
      this.ended(threadId);
    }, lateMs);
  }
}
