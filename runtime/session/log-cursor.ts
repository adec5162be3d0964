import { AbortError } from '../rpc/errors/connection-errors.js';
import { onAbort } from '../util/on-abort.js';
import { SubscriberOverflowError } from './subscriber-overflow-error.js';

export interface ReaderOptions<E> {
  /** Events for which it is false pass this reader by. Default: all are wanted. */
  readonly accept?: ((event: E) => boolean) | undefined;
  /** How many wanted events the reader may lag behind before it fails. */
  readonly maxQueued?: number | undefined;
  /** Aborting it ends the reader with `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /** Called once, when the reader ends or is left. */
  readonly onDetach?: (() => void) | undefined;
}

/** The part of an event log that its cursors need. */
interface ReadableLog<E> {
  readonly end: number;
  readonly ended: boolean;
  readonly error: Error | undefined;
  at(position: number): E;
  release(): void;
}

/** Whoever reads at a cursor. */
interface Reader {
  /** The error as this reader's caller gets it. */
  copy(error: Error): Error;
}

interface Waiter<E> {
  /** Whoever waits: it must not count as dropped meanwhile. */
  readonly reader: Reader;
  resolve(result: IteratorResult<E, undefined>): void;
  reject(error: Error): void;
}

/** Where a reader stands in an event log, and who waits there. The log holds it, and not the reader. */
export class LogCursor<E> {
  /** Position of the next event in the log that was not looked at. */
  position: number;
  readonly #log: ReadableLog<E>;
  readonly #accept: ((event: E) => boolean) | undefined;
  readonly #maxQueued: number;
  readonly #signal: AbortSignal | undefined;
  readonly #detach: () => void;
  readonly #waiters: Waiter<E>[] = [];
  /** Wanted events before `position` that were not read. */
  #kept: E[] = [];
  #unwatch: (() => void) | undefined;
  #done = false;
  #failure: Error | undefined;

  constructor(
    log: ReadableLog<E>,
    position: number,
    options: ReaderOptions<E>,
    detach: () => void,
  ) {
    this.#log = log;
    this.position = position;
    this.#accept = options.accept;
    this.#maxQueued = options.maxQueued ?? Infinity;
    this.#signal = options.signal;
    this.#detach = () => {
      detach();
      options.onDetach?.();
    };
  }

  /** Takes part from now on, unless the signal has aborted already. */
  attach(): void {
    const signal = this.#signal;
    if (!signal) return;
    const stop = (): void => {
      this.stop(new AbortError('The stream was aborted', signal.reason));
    };
    if (signal.aborted) stop();
    else this.#unwatch = onAbort(signal, stop);
  }

  /** The next wanted event for a reader, now or when it arrives. */
  next(reader: Reader): Promise<IteratorResult<E, undefined>> {
    if (!this.#done) {
      const event = this.#advance();
      if (event !== undefined) return Promise.resolve({ done: false, value: event });
      if (this.#log.ended) this.stop(this.#log.error);
    }
    if (this.#failure) {
      const failure = this.#failure;
      this.#failure = undefined;
      return Promise.reject(reader.copy(failure));
    }
    if (this.#done) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiters.push({ reader, resolve, reject });
    });
  }

  /** Tells of the newest event; returns whether the position has moved. */
  arrived(event: E): boolean {
    const waiter = this.#waiters[0];
    if (waiter) {
      // Whoever waits has seen everything before this event.
      this.position = this.#log.end;
      if (this.#accept && !this.#accept(event)) return true;
      this.#waiters.shift();
      waiter.resolve({ done: false, value: event });
      return true;
    }
    if (this.#log.end - this.position + this.#kept.length <= this.#maxQueued) return false;
    this.#sift();
    return true;
  }

  /** Tells that the log has ended. */
  finished(): void {
    if (this.#waiters.length > 0) this.stop(this.#log.error);
  }

  /** Ends it, with an error for who reads or will; without one the end is a good one. */
  stop(failure?: Error): void {
    if (this.#done) return;
    this.#done = true;
    this.#kept = [];
    this.#unwatch?.();
    this.#detach();
    const [first, ...others] = this.#waiters.splice(0);
    if (first && failure) first.reject(first.reader.copy(failure));
    else {
      this.#failure = failure;
      first?.resolve({ done: true, value: undefined });
    }
    for (const waiter of others) waiter.resolve({ done: true, value: undefined });
  }

  /** The next wanted event that is already there. */
  #advance(): E | undefined {
    if (this.#kept.length > 0) return this.#kept.shift();
    const { end } = this.#log;
    while (this.position < end) {
      const event = this.#log.at(this.position++);
      if (this.#accept && !this.#accept(event)) continue;
      this.#log.release();
      return event;
    }
    this.#log.release();
    return undefined;
  }

  /** Lets go of unwanted events among those not read. If too many are left the reader has failed. */
  #sift(): void {
    const { end } = this.#log;
    for (; this.position < end && this.#accept; this.position++) {
      const event = this.#log.at(this.position);
      if (this.#accept(event)) this.#kept.push(event);
    }
    const queued = this.#kept.length + end - this.position;
    if (queued > this.#maxQueued) this.stop(new SubscriberOverflowError(this.#maxQueued));
  }
}
