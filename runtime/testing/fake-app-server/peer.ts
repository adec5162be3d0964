import { type CloseInfo, closedByClient } from '../../rpc/transport.js';
import type { Transport, TransportEvents } from '../../rpc/transport.js';
import { closedError } from '../../transport/closed.js';
import { EventLoopQueue } from './event-loop.js';

/** What a connection tells its server. */
export interface PeerHost {
  /** Settles when the connection may open; rejects if there is nobody to connect to. */
  opening(): Promise<void>;
  received(peer: Peer, text: string): void;
  /** The connection has ended, at whichever side. */
  left(peer: Peer): void;
}

/** One client's connection: its transport at one end, what the server knows of it at the other. */
export class Peer implements Transport {
  /** What the client said of itself with `initialize`. */
  initialized = false;
  experimentalApi = false;
  optedOut: ReadonlySet<string> = new Set();
  readonly #host: PeerHost;
  readonly #gone = new AbortController();
  readonly #inbox = new EventLoopQueue();
  readonly #outbox: string[] = [];
  #state: 'new' | 'opening' | 'open' | 'ended' = 'new';
  #events: TransportEvents | undefined;
  #delivering = false;
  #ending: CloseInfo | undefined;
  #muted = false;

  constructor(host: PeerHost) {
    this.#host = host;
  }

  /** Aborts when the connection has ended. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  get isOpen(): boolean {
    return this.#events !== undefined && this.#ending === undefined;
  }

  async open(events: TransportEvents): Promise<void> {
    if (this.#state !== 'new') throw closedError();
    this.#state = 'opening';
    await this.#host.opening();
    if (this.#hasEnded()) throw closedError();
    this.#state = 'open';
    this.#events = events;
  }

  send(text: string): Promise<void> {
    if (!this.#events) return Promise.reject(closedError());
    // Not yet, so that nothing is answered while the sender is still at it, and that a client which
    // asks in a loop leaves the event loop to others.
    this.#inbox.add(() => {
      if (this.isOpen) this.#host.received(this, text);
    });
    return Promise.resolve();
  }

  async close(): Promise<void> {
    // What has been sent arrives, as by a pipe.
    if (!this.#inbox.isEmpty) {
      await new Promise<void>((arrived) => {
        this.#inbox.add(arrived);
        this.#gone.signal.addEventListener('abort', () => {
          arrived();
        });
      });
    }
    this.end(closedByClient);
  }

  /** Hands a message to the client: now, or when the client is done with the one before. */
  deliver(text: string): void {
    if (!this.isOpen) return;
    this.#outbox.push(text);
    this.#flush();
  }

  /** While muted, what is said to the client is kept back. */
  mute(muted: boolean): void {
    this.#muted = muted;
    this.#flush();
  }

  end(info: CloseInfo): void {
    if (this.#hasEnded() || this.#ending) return;
    this.#ending = info;
    if (!this.#delivering) this.#finish();
  }

  #flush(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      while (!this.#muted && this.isOpen) {
        const text = this.#outbox.shift();
        if (text === undefined) break;
        this.#events?.message(text);
      }
    } finally {
      this.#delivering = false;
    }
    if (this.#ending) this.#finish();
  }

  #finish(): void {
    const events = this.#events;
    const info = this.#ending ?? closedByClient;
    this.#state = 'ended';
    this.#events = undefined;
    this.#inbox.close();
    this.#outbox.length = 0;
    this.#host.left(this);
    this.#gone.abort();
    events?.closed(info);
  }

  #hasEnded(): boolean {
    return this.#state === 'ended';
  }
}
