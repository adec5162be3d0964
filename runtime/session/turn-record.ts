import type { ServerNotification } from '../../generated/protocol.js';
import type { Turn } from '../../generated/types.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { EventLog } from './event-log.js';
import type { HandlerScope } from './handler-scope.js';
import { foldTurn, initialTurnState, type TurnState } from './turn-state.js';

/** Where a turn comes from. */
export interface TurnOrigin {
  /** The handler that it was started from. */
  readonly origin?: HandlerScope | undefined;
  /** Whether it is a review. */
  readonly review?: boolean | undefined;
}

/** One turn on the wire, shared by all handles on it. */
export class TurnRecord {
  readonly threadId: string;
  readonly turnId: string;
  readonly log: EventLog<ServerNotification>;
  /** The handler that the turn was started from. */
  readonly origin: HandlerScope | undefined;
  /** Gets each event too: the log of the goal that the turn is a part of. */
  relay: EventLog<ServerNotification> | undefined;
  readonly #review: boolean;
  readonly #begun: Deferred<void> = deferred();
  readonly #ended: Deferred<void> = deferred();
  readonly #left: Deferred<void> = deferred();
  #hasBegun = false;
  #state: TurnState;

  constructor(threadId: string, turn: Turn, { origin, review }: TurnOrigin = {}) {
    this.threadId = threadId;
    this.turnId = turn.id;
    this.log = new EventLog();
    this.origin = origin;
    this.#review = review ?? false;
    this.#state = initialTurnState(threadId, turn);
  }

  get state(): TurnState {
    return this.#state;
  }

  /**
   * The id to interrupt it by. The runtime carries a review on under the id of its reviewer, and knows
   * it by its own only at the very start; an empty id stands for what runs on the thread.
   */
  get interruptId(): string {
    return this.#review && !this.over ? '' : this.turnId;
  }

  /**
   * Settles when the turn can be steered and interrupted, or has ended; never rejects. Between the
   * answer to its start and its first event the runtime does not know it yet, or lets it go on.
   */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  /** Settles when the turn has ended. Rejects if its end can no longer be seen. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Settles when its thread need not wait for it any longer: it has ended, or was given up. Never rejects. */
  get left(): Promise<void> {
    return this.#left.promise;
  }

  /** Whether nothing more comes. */
  get over(): boolean {
    return this.log.ended;
  }

  /** Takes a notification of this turn, or of a turn that it started on another thread. */
  take(notification: ServerNotification): void {
    if (this.over) return;
    if (!this.#hasBegun) this.#begin();
    this.log.push(notification);
    this.relay?.push(notification);
    this.#state = foldTurn(this.#state, notification);
    if (this.#state.completed) {
      this.log.finish();
      this.#ended.resolve();
      this.#left.resolve();
    }
  }

  /** Ends the turn as the stored history has it; items that were missed are taken from there. */
  complete(turn: Turn): void {
    if (this.over) return;
    const { threadId, turnId } = this;
    const seen = new Set(this.#state.items.map((item) => item.id));
    for (const item of turn.items ?? []) {
      if (seen.has(item.id)) continue;
      const params = { threadId, turnId, item, completedAtMs: item.completedAtMs ?? 0 };
      this.take({ method: 'item/completed', params });
    }
    this.take({ method: 'turn/completed', params: { threadId, turn } });
  }

  /** Ends a turn whose end cannot be seen any more. */
  fail(error: Error): void {
    if (this.over) return;
    this.#begin();
    this.log.finish(error);
    this.#ended.reject(error);
    this.#left.resolve();
  }

  /** The runtime does not take notice of it being stopped: who comes after it shall not wait for its end. */
  giveUp(): void {
    this.#left.resolve();
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#begun.resolve();
  }
}
