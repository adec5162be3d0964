import { buildStack } from '../util/build-stack.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { type WaitErrors, waitFor } from '../util/wait.js';
import { within } from '../util/within.js';
import {
  AbortError,
  RequestTimeoutError,
  TransportClosedError,
} from './errors/connection-errors.js';
import {
  type CloseInfo,
  closedByClient,
  type Transport,
  type TransportEvents,
} from './transport.js';

/** How long a transport may take to close, in milliseconds: longer than the SDK's own ever do. */
const closeLimitMs = 15_000;

/**
 * Holds a transport to its contract. One of the user's own may throw, never settle, report its end
 * twice or talk on after it: the connection over it neither hangs nor breaks.
 */
export class ContainedTransport {
  readonly #inner: Transport;
  /** Who is told; undefined once the transport is over. */
  #events: TransportEvents | undefined;
  /** Rejects when the transport is over, for an opening that is under way. */
  readonly #over: Deferred<never> = deferred();
  #closing = false;

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  /** Opens the transport within a time. After a failure it is closed, and `closed` is not called. */
  async open(events: TransportEvents, timeoutMs: number): Promise<void> {
    this.#events = events;
    try {
      const opened = settled(() => this.#inner.open(this.#contained()));
      await waitFor(Promise.race([opened, this.#over.promise]), { timeoutMs }, notOpened);
    } catch (error) {
      const isOver = this.#events === undefined || this.#closing;
      this.#events = undefined;
      if (!isOver) await this.close();
      throw error;
    }
  }

  /** Hands over one message. Rejects with what is in the way, never throws. */
  send(text: string): Promise<void> {
    if (!this.#events) return Promise.reject(TransportClosedError.from(closedByClient));
    return settled(() => this.#inner.send(text));
  }

  /** Ends the transport, or gives it up after a while. Never rejects; `closed` has been called then. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#over.reject(buildStack(TransportClosedError.from(closedByClient)));
    await within(
      settled(() => this.#inner.close()).catch(() => {}),
      closeLimitMs,
    );
    this.#end(closedByClient);
  }

  #contained(): TransportEvents {
    return {
      message: (text) => {
        if (!this.#closing) this.#events?.message(text);
      },
      invalid: (error, bytes) => {
        if (!this.#closing) this.#events?.invalid(error, bytes);
      },
      closed: (info: Partial<CloseInfo> | undefined) => {
        this.#end({ reason: 'disconnected', exitCode: null, signal: null, stderr: '', ...info });
      },
    };
  }

  #end(info: CloseInfo): void {
    const events = this.#events;
    this.#events = undefined;
    this.#over.reject(buildStack(TransportClosedError.from(info)));
    events?.closed(info);
  }
}

const notOpened: WaitErrors = {
  aborted: (reason) => new AbortError('Opening the transport was aborted', reason),
  timedOut: (ms) =>
    new RequestTimeoutError('initialize', ms, `The transport did not open within ${ms} ms`),
};

/** What a call comes to, also if it throws or returns no promise. */
async function settled<T>(call: () => T | PromiseLike<T>): Promise<T> {
  return await call();
}
