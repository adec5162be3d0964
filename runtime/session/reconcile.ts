import type { ServerNotification } from '../../generated/protocol.js';
import type { ThreadTurnsListResponse, Turn } from '../../generated/types.js';
import type { Session } from './session.js';
import { TurnLostError } from './turn-lost-error.js';
import type { TurnRecord } from './turn-record.js';

/** How long the end of a turn may take after its thread stopped being active, in milliseconds. */
const graceMs = 2000;

/** Turns that are looked up in the stored history, newest first. */
const lookBack = 20;

/** Watches for turns whose end will not be seen, and ends them from the stored history instead. */
export class Reconciler {
  readonly #session: Session;
  readonly #timers = new Map<TurnRecord, ReturnType<typeof setTimeout>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Looks at a notification of a thread that has running turns. */
  observe(threadId: string, { method, params }: ServerNotification): void {
    switch (method) {
      case 'thread/closed':
      case 'thread/archived':
      case 'thread/deleted':
        this.lost(threadId, `${method} says that the runtime is done with its thread`);
        return;
      case 'thread/status/changed':
        if (params.status.type === 'notLoaded') {
          this.lost(threadId, 'the runtime has unloaded its thread');
        } else if (params.status.type !== 'active') {
          // The end of the turn follows at once; if it does not, it was lost on the way.
          this.#later(threadId);
        }
    }
  }

  /** Nothing more will be heard of the thread. Its running turns end as the history tells. */
  lost(threadId: string, reason: string): void {
    for (const record of this.#session.turns.running(threadId)) void this.#settle(record, reason);
  }

  /** Stops every watch. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #later(threadId: string): void {
    for (const record of this.#session.turns.running(threadId)) {
      if (this.#timers.has(record)) continue;
      const timer = setTimeout(() => {
        this.#timers.delete(record);
        void this.#settle(record, 'its thread is not active any more', true);
      }, graceMs);
      this.#timers.set(record, timer);
      const stop = (): void => {
        clearTimeout(timer);
        this.#timers.delete(record);
      };
      record.ended.then(stop, stop);
    }
  }

  async #settle(record: TurnRecord, reason: string, mayRun = false): Promise<void> {
    const { threadId, turnId } = record;
    let turn: Turn | undefined;
    let cause: unknown;
    try {
      const page = (await this.#session.request('thread/turns/list', {
        threadId,
        limit: lookBack,
        itemsView: 'full',
      })) as ThreadTurnsListResponse;
      turn = page.data.find(({ id }) => id === turnId);
    } catch (error) {
      cause = error;
    }
    if (turn && turn.status !== 'inProgress') {
      record.complete(turn);
      this.#session.turns.drop(record);
    } else if (!mayRun || !turn) {
      const options = cause === undefined ? {} : { cause };
      this.#session.turns.drop(record);
      record.fail(new TurnLostError(threadId, turnId, reason, options));
    }
  }
}
