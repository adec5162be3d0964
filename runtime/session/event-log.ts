import { buildStack } from '../util/build-stack.js';
import { LogCursor, type ReaderOptions } from './log-cursor.js';
import { forgetCursor, LogReader } from './log-reader.js';

/** How many events a reader may lag behind, and how many are held for a first reader, by default. */
export const defaultMaxQueued = 65_536;

/** Keeps events from a position on, without reading them: the newest `maxHeld` at most. */
export interface Hold {
  readonly position: number;
  /** Lets the events go that no reader needs. Idempotent. */
  release(): void;
}

/**
 * Events in order, for any number of readers at their own pace. An event is kept while a reader has
 * not passed it or a hold covers it; without either nothing is kept at all.
 */
export class EventLog<E> {
  readonly #cursors = new Set<LogCursor<E>>();
  readonly #holds = new Set<{ position: number }>();
  readonly #maxHeld: number;
  #events: E[] = [];
  /** Index in `#events` of the oldest event that is still kept. */
  #head = 0;
  /** Position, counted from the first event ever, of the oldest event that is still kept. */
  #start = 0;
  #ended = false;
  #error: Error | undefined;

  constructor(maxHeld: number = defaultMaxQueued) {
    this.#maxHeld = maxHeld;
  }

  /** Position after the newest event. */
  get end(): number {
    return this.#start + this.#events.length - this.#head;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Why the log ended, if it did not end well. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** Number of events in memory. */
  get kept(): number {
    return this.#events.length - this.#head;
  }

  push(event: E): void {
    if (this.#ended) return;
    if (this.#cursors.size === 0 && this.#holds.size === 0) {
      // Nobody wants it, and storing it for a moment costs more than anything else here.
      this.#start++;
      return;
    }
    this.#events.push(event);
    // A reader that lags holds every event back, and there is nothing to release then.
    let moved = false;
    const oldestHeld = this.end - this.#maxHeld;
    for (const hold of this.#holds) {
      if (hold.position >= oldestHeld) continue;
      hold.position = oldestHeld;
      moved = true;
    }
    for (const cursor of this.#cursors) moved = cursor.arrived(event) || moved;
    if (moved) this.release();
  }

  /** No event follows. Readers get what they have not read, then the end or the error. */
  finish(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error && buildStack(error);
    for (const cursor of this.#cursors) cursor.finished();
  }

  /** Keeps everything from now on until it is released. */
  hold(): Hold {
    const hold = { position: this.end };
    this.#holds.add(hold);
    return {
      get position() {
        return hold.position;
      },
      release: () => {
        if (this.#holds.delete(hold)) this.release();
      },
    };
  }

  /** A reader that starts at `from`, or at the oldest event kept if that is later. */
  read(options: ReaderOptions<E> = {}, from = 0): LogReader<E> {
    const cursor = new LogCursor<E>(this, Math.max(from, this.#start), options, () => {
      forgetCursor(cursor);
      if (this.#cursors.delete(cursor)) this.release();
    });
    this.#cursors.add(cursor);
    const reader = new LogReader(cursor);
    cursor.attach();
    return reader;
  }

  at(position: number): E {
    return this.#events[this.#head + position - this.#start] as E;
  }

  /** Lets go of the events that all readers are past and nothing holds. */
  release(): void {
    let oldest = this.end;
    for (const cursor of this.#cursors) oldest = Math.min(oldest, cursor.position);
    for (const hold of this.#holds) oldest = Math.min(oldest, hold.position);
    const count = oldest - this.#start;
    if (count <= 0) return;
    this.#start = oldest;
    this.#head += count;
    if (this.#head === this.#events.length) {
      this.#events.length = 0;
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
  }
}
