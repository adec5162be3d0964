import type { InitializeParams, InitializeResponse } from '../../generated/types.js';
import {
  Connection,
  type ConnectionListener,
  type ConnectionOptions,
  type RequestOptions,
} from '../rpc/connection.js';
import { TransportClosedError } from '../rpc/errors/connection-errors.js';
import type { CloseInfo, Transport } from '../rpc/transport.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { laneOf } from './method-info.js';
import { RestartBudget } from './restart-budget.js';
import { type RuntimeMetadata, runtimeMetadata } from './runtime-metadata.js';

/** What a link tells its owner, synchronously. */
export interface LinkListener extends Omit<ConnectionListener, 'closed'> {
  /** The first runtime has shaken hands. */
  started(metadata: RuntimeMetadata): void;
  /** The runtime has ended; another one is being started, after a pause. */
  restarting(cause: CloseInfo, attempt: number, delayMs: number): void;
  /** A further runtime has shaken hands. Requests of others wait until this has settled. */
  restarted(connection: Connection, metadata: RuntimeMetadata): Promise<void>;
  /** The link is over, and nothing may wait for it any longer. Called once. */
  over(info: CloseInfo): void;
}

export interface LinkOptions extends Omit<ConnectionOptions, 'transport' | 'listener' | 'laneOf'> {
  /** Makes the transport to a runtime; it is not opened yet. */
  readonly connect: () => Transport;
  readonly initialize: InitializeParams;
  /** Whether a runtime that ends by itself is started again. */
  readonly restart: boolean;
  /** Makes the error of a start that failed into the one that callers get. */
  readonly startFailure: (error: unknown) => unknown;
}

const closedByClient: CloseInfo = { reason: 'closed', exitCode: null, signal: null, stderr: '' };

/** The way to a runtime: connected and introduced when needed, renewed after a crash if asked to. */
export class RuntimeLink {
  readonly #options: LinkOptions;
  readonly #listener: LinkListener;
  readonly #closed: Deferred<CloseInfo> = deferred();
  readonly #budget: RestartBudget = new RestartBudget();
  /** The connection that is being opened or is open. */
  #connection: Connection | undefined;
  /** The connection that has shaken hands, and may be used. */
  #ready: Connection | undefined;
  #starting: Promise<void> | undefined;
  #metadata: RuntimeMetadata | undefined;
  #over: CloseInfo | undefined;
  #closing: Promise<void> | undefined;
  #endPause: (() => void) | undefined;

  constructor(options: LinkOptions, listener: LinkListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** What the runtime said of itself; undefined before the first handshake. */
  get metadata(): RuntimeMetadata | undefined {
    return this.#metadata;
  }

  /** Settles when the link is over and the runtime has ended; never rejects. */
  get closed(): Promise<CloseInfo> {
    return this.#closed.promise;
  }

  /** Connects and shakes hands, once however many callers; after a failure it can be tried again. */
  start(): Promise<void> {
    if (this.#over) return Promise.reject(TransportClosedError.from(this.#over));
    this.#starting ??= this.#begin().catch((error: unknown) => {
      this.#starting = undefined;
      throw this.#options.startFailure(error);
    });
    return this.#starting;
  }

  /** Sends a request, starting the runtime first if need be. */
  async request(method: string, params?: unknown, options?: RequestOptions): Promise<unknown> {
    // A ready connection is used at once, so that requests leave in the order of the calls.
    if (!this.#ready) await this.start();
    const connection = this.#ready;
    if (!connection) throw TransportClosedError.from(this.#over ?? closedByClient);
    return connection.request(method, params, options);
  }

  /** Ends the link. Idempotent; never rejects; nothing is open when it resolves. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#finish(closedByClient);
    this.#endPause?.();
    let info = closedByClient;
    const connection = this.#connection;
    if (connection) {
      await connection.close();
      info = await connection.closed;
    }
    await this.#starting?.catch(() => {});
    this.#closed.resolve(info);
  }

  async #begin(): Promise<void> {
    const { connection, metadata } = await this.#open();
    // It may have ended right after the handshake, when nobody was told of it yet.
    if (!connection.isOpen) throw TransportClosedError.from(await connection.closed);
    this.#ready = connection;
    this.#listener.started(metadata);
  }

  async #open(): Promise<{ connection: Connection; metadata: RuntimeMetadata }> {
    const { notification, request, answerLost, protocolError } = this.#listener;
    const connection: Connection = new Connection({
      ...this.#options,
      laneOf,
      transport: this.#options.connect(),
      listener: {
        notification,
        request,
        answerLost,
        protocolError,
        closed: (info) => {
          // One that ends before it is ready is the failure of the start.
          if (this.#ready === connection) this.#ended(info);
        },
      },
    });
    this.#connection = connection;
    try {
      await connection.open();
      const response = await connection.request('initialize', this.#options.initialize);
      await connection.notify('initialized');
      const metadata = runtimeMetadata(response as InitializeResponse);
      this.#metadata = metadata;
      return { connection, metadata };
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  #ended(info: CloseInfo): void {
    this.#ready = undefined;
    if (this.#over) return;
    if (!this.#options.restart) {
      this.#finish(info);
      this.#closed.resolve(info);
      return;
    }
    this.#starting = this.#restart(info);
    // Whoever needs the runtime awaits it too.
    this.#starting.catch(() => {});
  }

  async #restart(cause: CloseInfo): Promise<void> {
    let last = cause;
    for (;;) {
      const next = this.#budget.next();
      if (!next) {
        this.#finish(last);
        this.#closed.resolve(last);
        throw TransportClosedError.from(last);
      }
      this.#listener.restarting(last, next.attempt, next.delayMs);
      await this.#pause(next.delayMs);
      if (this.#over) throw TransportClosedError.from(this.#over);
      try {
        const { connection, metadata } = await this.#open();
        await this.#listener.restarted(connection, metadata);
        if (!connection.isOpen) throw TransportClosedError.from(await connection.closed);
        this.#ready = connection;
        return;
      } catch (error) {
        if (this.#over) throw TransportClosedError.from(this.#over);
        last = endOf(error);
      }
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#endPause = undefined;
        resolve();
      };
      const timer = setTimeout(end, delayMs);
      this.#endPause = end;
    });
  }

  #finish(info: CloseInfo): void {
    if (this.#over) return;
    this.#over = info;
    this.#ready = undefined;
    this.#listener.over(info);
  }
}

/** The account of a start that failed. */
function endOf(error: unknown): CloseInfo {
  const { exitCode = null, signal = null, stderr = '' } = error as Partial<TransportClosedError>;
  const cause = error instanceof Error ? error : new Error(String(error));
  const reason = exitCode !== null || signal !== null ? 'exited' : 'failed';
  return { reason, exitCode, signal, stderr, error: cause };
}
