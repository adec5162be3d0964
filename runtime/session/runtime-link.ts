import type { InitializeParams, InitializeResponse } from '../../generated/types.js';
import { abortError, checkTimeout } from '../rpc/call.js';
import { Connection } from '../rpc/connection.js';
import type {
  ConnectionListener,
  ConnectionOptions,
  RequestOptions,
} from '../rpc/connection-options.js';
import { RequestTimeoutError, TransportClosedError } from '../rpc/errors/connection-errors.js';
import { defaultTimeoutMs } from '../rpc/lane.js';
import { type CloseInfo, closedByClient, type Transport } from '../rpc/transport.js';
import { CallSite } from '../util/call-site.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { waitFor } from '../util/wait.js';
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
  /** How many requests wait for a connection that they may use. */
  #waiting = 0;
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
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Sends a request, starting the runtime first if need be. */
  async request(method: string, params?: unknown, options?: RequestOptions): Promise<unknown> {
    // Requests leave in the order of the calls: at once, but never before one that still waits.
    if (this.#ready && this.#waiting === 0) return this.#ready.request(method, params, options);
    const callSite = new CallSite();
    const begun = performance.now();
    this.#waiting++;
    let connection: Connection;
    try {
      connection = await this.#wait(method, begun, options);
    } catch (error) {
      throw callSite.copy(error);
    } finally {
      this.#waiting--;
    }
    const waitedMs = performance.now() - begun;
    return connection.request(method, params, { ...options, waitedMs, callSite });
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

  async #start(): Promise<void> {
    try {
      const { connection, metadata } = await this.#open();
      this.#use(connection);
      this.#listener.started(metadata);
    } catch (error) {
      this.#starting = undefined;
      throw this.#options.startFailure(error);
    }
  }

  /** Waits for a runtime that is ready, but no longer than a request may that was made at `begun`. */
  async #wait(method: string, begun: number, options: RequestOptions = {}): Promise<Connection> {
    const { signal } = options;
    const timeoutMs =
      options.timeoutMs ?? defaultTimeoutMs(laneOf(method), this.#options.requestTimeoutMs);
    if (signal?.aborted) throw abortError(method, signal.reason);
    checkTimeout(method, timeoutMs);
    do {
      const limits = { signal, timeoutMs: timeoutMs - (performance.now() - begun) };
      await waitFor(this.start(), limits, {
        aborted: (reason) => abortError(method, reason),
        timedOut: () => new RequestTimeoutError(method, timeoutMs),
      });
    } while (!this.#ready);
    return this.#ready;
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
      const metadata = await shakeHands(connection, this.#options.initialize);
      this.#metadata = metadata;
      return { connection, metadata };
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Gives requests this connection, unless it has ended meanwhile. */
  #use(connection: Connection): void {
    connection.assertUsable();
    this.#ready = connection;
  }

  #ended(info: CloseInfo): void {
    this.#ready = undefined;
    if (this.#over) return;
    if (!this.#options.restart) {
      this.#finish(info);
      this.#closed.resolve(info);
      return;
    }
    // First of all: whoever hears of the end and wants a runtime waits for the next one.
    const restarted = deferred<void>();
    this.#starting = restarted.promise;
    this.#restart(info).then(
      () => {
        restarted.resolve();
      },
      (error: unknown) => {
        restarted.reject(error);
      },
    );
  }

  async #restart(cause: CloseInfo): Promise<void> {
    let last = cause;
    for (let next = this.#budget.next(); next; next = this.#budget.next()) {
      this.#listener.restarting(last, next.attempt, next.delayMs);
      // Two runtimes at a time would have to share what is stored, and the older one holds it.
      const gone = this.#connection?.close();
      if (!this.#over) await this.#pause(next.delayMs);
      await gone;
      if (this.#over) throw TransportClosedError.from(this.#over);
      try {
        const { connection, metadata } = await this.#open();
        await this.#listener.restarted(connection, metadata);
        this.#use(connection);
        return;
      } catch (error) {
        await this.#connection?.close();
        if (this.#over) throw TransportClosedError.from(this.#over);
        last = endOf(error);
      }
    }
    this.#finish(last);
    this.#closed.resolve(last);
    throw TransportClosedError.from(last);
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

async function shakeHands(
  connection: Connection,
  initialize: InitializeParams,
): Promise<RuntimeMetadata> {
  let metadata: RuntimeMetadata | undefined;
  await connection.request('initialize', initialize, {
    onResult: (result) => {
      metadata = runtimeMetadata(result as InitializeResponse);
    },
  });
  // Not waited for: the runtime does without it, and one that takes nothing is found out by deadlines.
  connection.notify('initialized').catch(() => {});
  return metadata as RuntimeMetadata;
}

/** The account of a start that failed. */
function endOf(error: unknown): CloseInfo {
  const { exitCode = null, signal = null, stderr = '' } = error as Partial<TransportClosedError>;
  const cause = error instanceof Error ? error : new Error(String(error));
  const reason = exitCode !== null || signal !== null ? 'exited' : 'failed';
  return { reason, exitCode, signal, stderr, error: cause };
}
