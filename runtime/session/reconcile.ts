import type { ServerNotification } from '../../generated/protocol.js';
import type { ThreadTurnsListResponse, Turn, TurnError } from '../../generated/types.js';
import { RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import type { Session } from './session.js';
import { TurnLostError } from './turn-lost-error.js';
import type { TurnRecord } from './turn-record.js';

/** How long the end of a turn may take once it is due, in milliseconds, before the history is asked. */
const firstPauseMs = 2000;

/** The longest pause before it is asked again, in milliseconds. */
const longestPauseMs = 60_000;

/** Turns that are looked up in the stored history, newest first. */
const lookBack = 20;

/** What the history tells of a turn, or why it does not. */
interface Stored {
  readonly turn?: Turn | undefined;
  readonly cause?: unknown;
}

interface Watch {
  readonly reason: string;
  pauseMs: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Watches for turns whose end will not be seen, and ends them from the stored history instead. */
export class Reconciler {
  readonly #session: Session;
  readonly #watches = new Map<TurnRecord, Watch>();
  /** Turns that tell of their end. */
  readonly #known = new WeakSet<TurnRecord>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Looks at a notification of a thread that may have running turns. */
  observe(threadId: string, { method, params }: ServerNotification): void {
    switch (method) {
      case 'thread/closed':
      case 'thread/archived':
      case 'thread/deleted':
        this.lost(threadId, `${method} says that the runtime is done with its thread`);
        return;
      case 'thread/status/changed':
        this.#changed(threadId, params.status.type);
    }
  }

  /** The turn is about to end: if that is not seen soon, it was lost on the way. */
  expectEnd(record: TurnRecord, reason: string): void {
    if (record.over || this.#watches.has(record)) return;
    const watch: Watch = { reason, pauseMs: firstPauseMs, timer: undefined };
    this.#watches.set(record, watch);
    this.#wait(record, watch);
    if (this.#known.has(record)) return;
    this.#known.add(record);
    const stop = (): void => {
      this.#stop(record);
    };
    record.ended.then(stop, stop);
  }

  /** Whether the turn is about to end. */
  expectsEnd(record: TurnRecord): boolean {
    return this.#watches.has(record);
  }

  /** Nothing more will be heard of the thread. Its running turns end as the history tells. */
  lost(threadId: string, reason: string): void {
    const { turns } = this.#session;
    turns.unseen(threadId, reason);
    for (const record of turns.ownOf(threadId)) void this.#giveUp(record, reason);
  }

  /** Stops every watch. */
  close(): void {
    for (const record of this.#watches.keys()) this.#stop(record);
  }

  #changed(threadId: string, status: string): void {
    if (status === 'notLoaded') this.lost(threadId, 'the runtime has unloaded its thread');
    for (const record of this.#session.turns.ownOf(threadId)) {
      if (status === 'active') this.#stop(record);
      else this.expectEnd(record, 'its thread is not active any more');
    }
  }

  #wait(record: TurnRecord, watch: Watch): void {
    watch.timer = setTimeout(() => void this.#look(record, watch), watch.pauseMs);
  }

  #stop(record: TurnRecord): void {
    clearTimeout(this.#watches.get(record)?.timer);
    this.#watches.delete(record);
  }

  /** Asks for a turn whose end is due. It may be running all the same, and then it is looked at later. */
  async #look(record: TurnRecord, watch: Watch): Promise<void> {
    const stored = await this.#ask(record);
    if (this.#watches.get(record) !== watch || record.over) return;
    // A runtime that does not answer may be stopped for a while, and then go on.
    if (stored.turn?.status === 'inProgress' || stored.cause instanceof RequestTimeoutError) {
      watch.pauseMs = Math.min(watch.pauseMs * 2, longestPauseMs);
      this.#wait(record, watch);
    } else {
      this.#stop(record);
      this.#end(record, stored, watch.reason);
    }
  }

  async #giveUp(record: TurnRecord, reason: string): Promise<void> {
    this.#stop(record);
    this.#end(record, await this.#ask(record), reason);
  }

  async #ask({ threadId, turnId }: TurnRecord): Promise<Stored> {
    try {
      const page = (await this.#session.request('thread/turns/list', {
        threadId,
        limit: lookBack,
        itemsView: 'full',
      })) as ThreadTurnsListResponse;
      return { turn: page.data.find(({ id }) => id === turnId) };
    } catch (cause) {
      return { cause };
    }
  }

  #end(record: TurnRecord, { turn, ...options }: Stored, reason: string): void {
    const { threadId, turnId } = record;
    const { finalError } = record.state;
    if (turn && turn.status !== 'inProgress') record.complete(turn);
    // What fails before it has begun, such as a review without a repository, tells of nothing else.
    else if (finalError) record.complete(failed(record.state.turn, finalError));
    else record.fail(new TurnLostError(threadId, turnId, reason, options));
    this.#session.turns.drop(record);
    this.#session.serverRequests.turnEnded(threadId, turnId);
  }
}

function failed(turn: Turn, error: TurnError): Turn {
  return { ...turn, status: 'failed', error };
}
