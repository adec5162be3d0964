import { AbortError } from '../rpc/errors/connection-errors.js';
import { SubscriberOverflowError } from './subscriber-overflow-error.js';

export interface ReaderOptions<E> {
  /** Events for which it is false pass this reader by. Default: all are wanted. */
  readonly accept?: ((event: E) => boolean) | undefined;
  /** How many events the reader may lag behind before it fails. */
  readonly maxQueued?: number | undefined;
  /** Aborting it ends the reader with `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /** Called once, when the reader ends or is left. */
  readonly onDetach?: (() => void) | undefined;
}

/** The part of an event log that its readers need. */
interface ReadableLog<E> {
  readonly end: number;
  readonly ended: boolean;
  readonly error: Error | undefined;
  at(position: number): E;
  release(): void;
}

interface Waiter<E> {
  resolve(result: IteratorResult<E, undefined>): void;
  reject(error: Error): void;
}

/** One consumer of an event log. Leaving its loop detaches it and disturbs nobody else. */
export class LogReader<E> implements AsyncIterableIterator<E, undefined> {
  /** Position of the next event that this reader has not seen. */
  position: number;
  readonly #log: ReadableLog<E>;
  readonly #accept: ((event: E) => boolean) | undefined;
  readonly #maxQueued: number;
  readonly #signal: AbortSignal | undefined;
  readonly #detach: () => void;
  readonly #waiters: Waiter<E>[] = [];
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
    if (this.#signal?.aborted) queueMicrotask(this.#onAbort);
    else this.#signal?.addEventListener('abort', this.#onAbort);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<E, undefined>> {
    if (!this.#done) {
      const event = this.#advance();
      if (event !== undefined) return Promise.resolve({ done: false, value: event });
      if (this.#log.ended) this.#stop(this.#log.error);
    }
    if (this.#failure) {
      const failure = this.#failure;
      this.#failure = undefined;
      return Promise.reject(failure);
    }
    if (this.#done) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<E, undefined>> {
    this.#stop();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Tells the reader of the newest event. */
  arrived(event: E): void {
    const waiter = this.#waiters[0];
    if (waiter) {
      // A waiting reader has seen everything before this event.
      this.position = this.#log.end;
      if (this.#accept && !this.#accept(event)) return;
      this.#waiters.shift();
      waiter.resolve({ done: false, value: event });
    } else if (this.#log.end - this.position > this.#maxQueued) {
      this.#stop(new SubscriberOverflowError(this.#maxQueued));
    }
  }

  /** Tells the reader that the log has ended. */
  finished(): void {
    if (this.#waiters.length > 0) this.#stop(this.#log.error);
  }

  /** The next wanted event that is already there. */
  #advance(): E | undefined {
    const { end } = this.#log;
    while (this.position < end) {
      const event = this.#log.at(this.position++);
      if (this.#accept && !this.#accept(event)) continue;
      this.#log.release();
      return event;
    }
    return undefined;
  }

  readonly #onAbort = (): void => {
    this.#stop(new AbortError('The stream was aborted', this.#signal?.reason));
  };

  #stop(failure?: Error): void {
    if (this.#done) return;
    this.#done = true;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#detach();
    const [first, ...others] = this.#waiters.splice(0);
    if (first && failure) first.reject(failure);
    else {
      this.#failure = failure;
      first?.resolve({ done: true, value: undefined });
    }
    for (const waiter of others) waiter.resolve({ done: true, value: undefined });
  }
}
