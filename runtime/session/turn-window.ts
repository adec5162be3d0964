import type { ServerNotification } from '../../generated/protocol.js';
import type { Turn } from '../../generated/types.js';
import { type Deferred, deferred } from '../util/deferred.js';
import type { Hold } from './event-log.js';
import type { HandlerScope } from './handler-scope.js';
import type { TurnLease } from './turn-registry.js';
import type { TurnRecord } from './turn-record.js';

/** What is known of a turn before it has an id. */
export interface WindowOptions {
  /** The handler that the request is sent from. */
  readonly origin?: HandlerScope | undefined;
  /** Whether the turn is a review, which goes on under another id than its own. */
  readonly review?: boolean | undefined;
  /** Tells the turn by one of its events, when the answer to the request does not name it. */
  readonly recognise?: ((notification: ServerNotification) => boolean) | undefined;
}

/**
 * Covers the time from sending a request that starts a turn to learning the turn's id. Events that
 * arrive meanwhile are kept for it.
 */
export class TurnWindow {
  readonly threadId: string;
  readonly origin: HandlerScope | undefined;
  readonly review: boolean;
  /** On the clock of `performance.now()`. */
  readonly openedAt: number = performance.now();
  /** Events of turns of the thread that nobody has claimed. */
  readonly early: { turnId: string; notification: ServerNotification }[] = [];
  /** Marks on turns of the thread that ran when it was opened, in case the request joins one of them. */
  readonly joinable: Map<TurnRecord, Hold> = new Map();
  /** The turn, once it is known. */
  lease: TurnLease | undefined;
  /** Settles when the turn has been told by an event. */
  readonly recognised: Deferred<TurnLease> = deferred();
  readonly #recognise: WindowOptions['recognise'];

  constructor(threadId: string, { origin, review, recognise }: WindowOptions) {
    this.threadId = threadId;
    this.origin = origin;
    this.review = review ?? false;
    this.#recognise = recognise;
  }

  /** Marks a turn that the request may join. */
  mark(record: TurnRecord): void {
    this.joinable.set(record, record.log.hold());
  }

  /** The marked turn with this id, which may have ended since. */
  marked(turnId: string): TurnRecord | undefined {
    return [...this.joinable.keys()].find((record) => record.turnId === turnId);
  }

  /** Whether this event shows that its turn is the one that was asked for. */
  recognises(notification: ServerNotification): boolean {
    return this.#recognise?.(notification) ?? false;
  }

  /** What the events tell of a turn. */
  turn(turnId: string): Turn {
    for (const { turnId: id, notification } of this.early) {
      if (id === turnId && notification.method === 'turn/started') return notification.params.turn;
    }
    return { id: turnId, items: [], status: 'inProgress' };
  }

  /** Lets go of every mark. */
  release(): void {
    for (const mark of this.joinable.values()) mark.release();
    this.joinable.clear();
  }
}
