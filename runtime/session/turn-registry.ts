import type { ServerNotification } from '../../generated/protocol.js';
import type { Turn } from '../../generated/types.js';
import type { HandlerScope } from './handler-scope.js';
import type { Hold } from './event-log.js';
import { turnIdOf } from './route.js';
import { TurnRecord } from './turn-record.js';

/** A handle's share in a turn: the record, and the events it has not read yet. */
export interface TurnLease {
  readonly record: TurnRecord;
  readonly hold: Hold;
}

/**
 * Covers the time from sending a request that starts a turn to learning the turn's id. Events that
 * arrive meanwhile are kept for it.
 */
export class TurnWindow {
  readonly threadId: string;
  /** The handler that the request is sent from. */
  readonly origin: HandlerScope | undefined;
  /** Events of turns of the thread that nobody has claimed. */
  readonly early: { turnId: string; notification: ServerNotification }[] = [];
  /** Marks on running turns of the thread, in case the request joins one of them. */
  readonly joinable: Map<TurnRecord, Hold> = new Map();

  constructor(threadId: string, origin: HandlerScope | undefined, running: Iterable<TurnRecord>) {
    this.threadId = threadId;
    this.origin = origin;
    for (const record of running) this.joinable.set(record, record.log.hold());
  }
}

interface ThreadEntry {
  readonly records: Map<string, TurnRecord>;
  readonly windows: Set<TurnWindow>;
}

/** The turns of this client that run or are being started, found by thread and turn id. */
export class TurnRegistry {
  readonly #threads = new Map<string, ThreadEntry>();

  /** Call it before the request is sent; then `claim` or `abandon` it. */
  open(threadId: string, origin?: HandlerScope): TurnWindow {
    const entry = this.#entry(threadId);
    const window = new TurnWindow(threadId, origin, entry.records.values());
    entry.windows.add(window);
    return window;
  }

  /** The request was answered with this turn: the events kept for it are now the turn's. */
  claim(window: TurnWindow, turn: Turn): TurnLease {
    const { threadId } = window;
    const entry = this.#entry(threadId);
    const running = entry.records.get(turn.id);
    const mark = running && window.joinable.get(running);
    if (running && mark) {
      window.joinable.delete(running);
      this.abandon(window);
      return { record: running, hold: mark };
    }
    const record = running ?? new TurnRecord(threadId, turn, window.origin);
    const hold = record.log.hold();
    if (!running) {
      entry.records.set(turn.id, record);
      for (const { turnId, notification } of window.early) {
        if (turnId === turn.id) record.take(notification);
      }
    }
    this.abandon(window);
    if (record.over) this.drop(record);
    return { record, hold };
  }

  /** The request came to nothing. */
  abandon(window: TurnWindow): void {
    for (const mark of window.joinable.values()) mark.release();
    window.joinable.clear();
    const entry = this.#threads.get(window.threadId);
    entry?.windows.delete(window);
    this.#tidy(window.threadId);
  }

  /** The running turn with these ids. */
  find(threadId: string, turnId: string): TurnRecord | undefined {
    return this.#threads.get(threadId)?.records.get(turnId);
  }

  /** All running turns of a thread. */
  running(threadId: string): TurnRecord[] {
    return [...(this.#threads.get(threadId)?.records.values() ?? [])];
  }

  /** Gives a notification of the thread to the turn that it belongs to. */
  route(threadId: string, notification: ServerNotification): void {
    const entry = this.#threads.get(threadId);
    if (!entry) return;
    const turnId = turnIdOf(notification.method, notification.params);
    if (turnId === undefined) return;
    const record = entry.records.get(turnId);
    if (record) {
      record.take(notification);
      if (record.over) this.drop(record);
    } else {
      for (const window of entry.windows) window.early.push({ turnId, notification });
    }
  }

  /** Ends every running turn of a thread, or of all threads, with an error. */
  fail(error: Error, threadId?: string): void {
    const entries =
      threadId === undefined ? [...this.#threads.values()] : [this.#threads.get(threadId)];
    for (const record of entries.flatMap((entry) => [...(entry?.records.values() ?? [])])) {
      record.fail(error);
      this.drop(record);
    }
  }

  /** Forgets a turn that has ended. */
  drop(record: TurnRecord): void {
    this.#threads.get(record.threadId)?.records.delete(record.turnId);
    this.#tidy(record.threadId);
  }

  #entry(threadId: string): ThreadEntry {
    let entry = this.#threads.get(threadId);
    if (!entry) {
      entry = { records: new Map(), windows: new Set() };
      this.#threads.set(threadId, entry);
    }
    return entry;
  }

  #tidy(threadId: string): void {
    const entry = this.#threads.get(threadId);
    if (entry && entry.records.size === 0 && entry.windows.size === 0) {
      this.#threads.delete(threadId);
    }
  }
}
