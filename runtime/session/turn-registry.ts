import type { ServerNotification } from '../../generated/protocol.js';
import type { Turn } from '../../generated/types.js';
import { ProtocolError } from '../rpc/errors/connection-errors.js';
import type { Hold } from './event-log.js';
import { RunningTurns } from './running-turns.js';
import { SubAgents } from './sub-agents.js';
import { TurnRecord } from './turn-record.js';
import { TurnWindow, type WindowOptions } from './turn-window.js';

/** A handle's share in a turn: the record, and the events it has not read yet. */
export interface TurnLease {
  readonly record: TurnRecord;
  readonly hold: Hold;
  /** When its start was sent, on the clock of `performance.now()`. */
  readonly sentAt: number;
}

/** Somebody to whom all turns of a thread belong that no request has asked for. */
export interface ThreadFollower {
  /** A turn that nobody has claimed has started, or runs already. Its record is the follower's. */
  adopt(turn: Turn): TurnRecord;
  /** Sees each notification of the thread, after the turn that it belongs to. */
  notified(notification: ServerNotification, record: TurnRecord | undefined): void;
  /** Nothing more will be heard of the thread, for `reason`; a turn that runs ends as the history tells. */
  lost(reason: string): void;
  /** The connection is gone. */
  failed(error: Error): void;
}

interface ThreadEntry {
  readonly records: Map<string, TurnRecord>;
  readonly windows: Set<TurnWindow>;
  readonly followers: Set<ThreadFollower>;
}

/** The turns of this client that run or are being started, found by thread and turn id. */
export class TurnRegistry {
  readonly #threads = new Map<string, ThreadEntry>();
  readonly #records = new Map<string, TurnRecord>();
  readonly running: RunningTurns = new RunningTurns();
  readonly subAgents: SubAgents = new SubAgents((turnId) => this.#records.get(turnId));

  /** Call it before the request is sent; then `claim` or `abandon` it. */
  open(threadId: string, options: WindowOptions = {}): TurnWindow {
    const entry = this.#entry(threadId);
    const window = new TurnWindow(threadId, options);
    for (const record of entry.records.values()) window.mark(record);
    entry.windows.add(window);
    return window;
  }

  /** The turn of the request is known: the events kept for it are now the turn's. The first to tell counts. */
  claim(window: TurnWindow, turn: Turn): TurnLease {
    if (typeof turn.id !== 'string') throw new ProtocolError('The answer names no turn');
    window.lease ??= this.#claim(window, turn);
    return window.lease;
  }

  /** The window may recognise events now that it did not before. */
  lookAgain(window: TurnWindow): void {
    for (const { turnId, notification } of window.early) {
      if (!window.lease) this.#recognise(window, turnId, notification);
    }
  }

  /** The request came to nothing. */
  abandon(window: TurnWindow): void {
    window.release();
    this.#threads.get(window.threadId)?.windows.delete(window);
    this.#tidy(window.threadId);
  }

  /** Gives a thread to a follower, with the turn that runs on it. Dispose of what it returns to stop. */
  follow(threadId: string, follower: ThreadFollower): Disposable {
    const entry = this.#entry(threadId);
    entry.followers.add(follower);
    const current = this.running.of(threadId);
    if (current && !entry.records.has(current.id)) this.#add(entry, follower.adopt(current));
    return {
      [Symbol.dispose]: () => {
        entry.followers.delete(follower);
        this.#tidy(threadId);
      },
    };
  }

  /** The running turn with these ids. */
  find(threadId: string, turnId: string): TurnRecord | undefined {
    return this.#threads.get(threadId)?.records.get(turnId);
  }

  /** All running turns of a thread that this client has asked for. */
  ownOf(threadId: string): TurnRecord[] {
    return [...(this.#threads.get(threadId)?.records.values() ?? [])];
  }

  /** Gives a notification of the thread to the turn that it belongs to, and to whom it concerns too. */
  route(threadId: string, turnId: string | undefined, notification: ServerNotification): void {
    this.running.observe(threadId, notification);
    const entry = this.#threads.get(threadId);
    if (entry) this.#toThread(entry, turnId, notification);
    this.subAgents.route(threadId, notification);
  }

  /** Nothing more is heard of a thread: no turn of it counts as running that this client has not asked for. */
  unseen(threadId: string, reason: string): void {
    this.running.ended(threadId);
    for (const follower of this.#threads.get(threadId)?.followers ?? []) follower.lost(reason);
  }

  /** Ends every running turn, and everything that waits for one, with an error. */
  fail(error: Error): void {
    this.running.clear();
    this.subAgents.clear();
    for (const { records, windows, followers } of [...this.#threads.values()]) {
      for (const record of [...records.values()]) {
        record.fail(error);
        this.drop(record);
      }
      for (const window of windows) window.recognised.reject(error);
      for (const follower of followers) follower.failed(error);
    }
  }

  /** Forgets a turn that has ended. */
  drop(record: TurnRecord): void {
    const { threadId, turnId } = record;
    // Its end may be known from elsewhere.
    this.running.ended(threadId, turnId);
    this.#threads.get(threadId)?.records.delete(turnId);
    if (this.#records.get(turnId) === record) this.#records.delete(turnId);
    this.#tidy(threadId);
  }

  #claim(window: TurnWindow, turn: Turn): TurnLease {
    const { threadId } = window;
    const entry = this.#entry(threadId);
    const running = entry.records.get(turn.id) ?? window.marked(turn.id);
    const mark = running && window.joinable.get(running);
    if (running && mark) {
      window.joinable.delete(running);
      this.abandon(window);
      return { record: running, hold: mark, sentAt: window.openedAt };
    }
    const record = running ?? new TurnRecord(threadId, turn, window);
    const hold = record.log.hold();
    if (!running) {
      this.#add(entry, record);
      for (const { turnId, notification } of window.early) {
        if (turnId === turn.id) record.take(notification);
      }
    }
    this.abandon(window);
    if (record.over) this.drop(record);
    return { record, hold, sentAt: window.openedAt };
  }

  #toThread(
    entry: ThreadEntry,
    turnId: string | undefined,
    notification: ServerNotification,
  ): void {
    let record: TurnRecord | undefined;
    if (turnId !== undefined) {
      record = entry.records.get(turnId);
      if (!record && notification.method === 'turn/started') {
        record = this.#adopted(entry, notification.params.turn);
      }
      if (record) record.take(notification);
      else for (const window of entry.windows) this.#early(window, turnId, notification);
    }
    for (const follower of entry.followers) follower.notified(notification, record);
    if (record?.over) this.drop(record);
  }

  /** A turn has started that no request is known to have asked for. */
  #adopted(entry: ThreadEntry, turn: Turn): TurnRecord | undefined {
    for (const follower of entry.followers) {
      const record = follower.adopt(turn);
      this.#add(entry, record);
      // A request that is under way may turn out to have joined it.
      for (const window of entry.windows) window.mark(record);
      return record;
    }
    return undefined;
  }

  #early(window: TurnWindow, turnId: string, notification: ServerNotification): void {
    window.early.push({ turnId, notification });
    this.#recognise(window, turnId, notification);
  }

  #recognise(window: TurnWindow, turnId: string, notification: ServerNotification): void {
    if (!window.recognises(notification)) return;
    window.recognised.resolve(this.claim(window, window.turn(turnId)));
  }

  #add(entry: ThreadEntry, record: TurnRecord): void {
    entry.records.set(record.turnId, record);
    this.#records.set(record.turnId, record);
  }

  #entry(threadId: string): ThreadEntry {
    let entry = this.#threads.get(threadId);
    if (!entry) {
      entry = { records: new Map(), windows: new Set(), followers: new Set() };
      this.#threads.set(threadId, entry);
    }
    return entry;
  }

  #tidy(threadId: string): void {
    const entry = this.#threads.get(threadId);
    if (!entry || entry.records.size + entry.windows.size + entry.followers.size > 0) return;
    this.#threads.delete(threadId);
  }
}
