import { METHODS } from '../../generated/methods.js';
import type { ServerNotification } from '../../generated/protocol.js';
import type { InitializeParams, InitializeResponse } from '../../generated/types.js';
import { Connection, type Lane, type RequestOptions } from '../rpc/connection.js';
import { type ProtocolError, TransportClosedError } from '../rpc/errors/connection-errors.js';
import { InvalidRequestError } from '../rpc/errors/json-rpc-error.js';
import type { WireNotification } from '../rpc/message.js';
import type { RetryPolicy } from '../rpc/retry-policy.js';
import type { TraceHook } from '../rpc/trace.js';
import type { CloseInfo, Transport } from '../rpc/transport.js';
import { type Deferred, deferred } from '../util/deferred.js';
import type { HandlerScope, HandlerScopes } from './handler-scope.js';
import type { HandlerContext } from './handlers.js';
import { LoginRegistry } from './login-registry.js';
import { NotificationHub } from './notification-hub.js';
import { threadIdOf, turnIdOf } from './route.js';
import { type RuntimeMetadata, runtimeMetadata } from './runtime-metadata.js';
import { ServerRequests, type ServerRequestsOptions } from './server-requests.js';
import { TurnRegistry } from './turn-registry.js';
import { TurnSlots } from './turn-slots.js';

export interface SessionOptions {
  /** Makes the transport to a runtime; it is not opened yet. */
  readonly connect: () => Transport;
  readonly initialize: InitializeParams;
  /** Whether experimental methods may be called. */
  readonly experimentalApi: boolean;
  readonly requestTimeoutMs: number;
  readonly maxInFlight: number;
  readonly maxMessageBytes: number;
  readonly retry: RetryPolicy | false;
  readonly responders: ServerRequestsOptions['responders'];
  readonly scopes: HandlerScopes;
  readonly onHandlerError: (error: unknown, method: string) => void;
  readonly onProtocolError: (error: ProtocolError) => void;
  readonly trace: TraceHook | undefined;
  readonly traceParams: boolean;
}

/** A client's one conversation with a runtime: handshake, routing, turns, and the end of it all. */
export class Session {
  readonly turns: TurnRegistry = new TurnRegistry();
  readonly slots: TurnSlots = new TurnSlots();
  readonly logins: LoginRegistry = new LoginRegistry();
  readonly notifications: NotificationHub;
  readonly serverRequests: ServerRequests;
  readonly requestTimeoutMs: number;
  readonly #options: SessionOptions;
  readonly #closed: Deferred<CloseInfo> = deferred();
  readonly #aborter = new AbortController();
  #starting: Promise<void> | undefined;
  #connection: Connection | undefined;
  #metadata: RuntimeMetadata | undefined;
  #closeInfo: CloseInfo | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.requestTimeoutMs = options.requestTimeoutMs;
    this.notifications = new NotificationHub(options.onHandlerError);
    this.serverRequests = new ServerRequests({
      responders: options.responders,
      run: (context, handler) => this.#runHandler(context, handler),
      onHandlerError: options.onHandlerError,
    });
  }

  /** The running handler that this is called from. */
  get scope(): HandlerScope | undefined {
    return this.#options.scopes.current();
  }

  /** What the runtime said of itself; undefined before the handshake. */
  get metadata(): RuntimeMetadata | undefined {
    return this.#metadata;
  }

  /** Settles when the session has ended; never rejects. */
  get closed(): Promise<CloseInfo> {
    return this.#closed.promise;
  }

  /** Aborts when the session has ended. */
  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  /** Connects and shakes hands, once however many callers; after a failure it can be tried again. */
  start(): Promise<void> {
    if (this.#closeInfo) return Promise.reject(TransportClosedError.from(this.#closeInfo));
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = undefined;
      throw error;
    });
    return this.#starting;
  }

  /** Sends a request, starting the session first if need be. */
  async request(method: string, params?: unknown, options?: RequestOptions): Promise<unknown> {
    if (!this.#options.experimentalApi) rejectExperimental(method);
    const connection = this.#metadata ? this.#connection : undefined;
    if (connection) return connection.request(method, params, options);
    await this.start();
    return (this.#connection as Connection).request(method, params, options);
  }

  /** Ends the session. Idempotent; never rejects; everything open is settled when it resolves. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #start(): Promise<void> {
    const connection = this.#connect(this.#options.connect());
    this.#connection = connection;
    try {
      await connection.open();
      const response = await connection.request('initialize', this.#options.initialize);
      await connection.notify('initialized');
      this.#metadata = runtimeMetadata(response as InitializeResponse);
    } catch (error) {
      this.#connection = undefined;
      await connection.close();
      throw error;
    }
  }

  #connect(transport: Transport): Connection {
    const { requestTimeoutMs, maxInFlight, maxMessageBytes, retry, trace, traceParams } =
      this.#options;
    const connection: Connection = new Connection({
      transport,
      laneOf,
      requestTimeoutMs,
      maxInFlight,
      maxMessageBytes,
      retry,
      trace,
      traceParams,
      listener: {
        notification: (message) => {
          this.#dispatch(message);
        },
        request: (request) => {
          this.serverRequests.take(request);
        },
        protocolError: this.#options.onProtocolError,
        closed: (info) => {
          // A connection that failed during its handshake is the start's failure, not the session's end.
          if (connection !== this.#connection || !this.#metadata) return;
          this.#settle(info);
          this.#end(info);
        },
      },
    });
    return connection;
  }

  async #runHandler(context: HandlerContext, handler: () => unknown): Promise<unknown> {
    const { threadId, turnId } = context;
    const record =
      threadId === undefined || turnId === undefined
        ? undefined
        : this.turns.find(threadId, turnId);
    const scope: HandlerScope = { threadId, turnId, parent: record?.origin, active: true };
    try {
      return await this.#options.scopes.run(scope, handler);
    } finally {
      scope.active = false;
    }
  }

  #dispatch(message: WireNotification): void {
    const notification = message as ServerNotification;
    const { method, params } = notification;
    const threadId = threadIdOf(method, params);
    if (threadId !== undefined) this.turns.route(threadId, notification);
    if (method === 'serverRequest/resolved') {
      this.serverRequests.resolved(params.requestId, 'The request was resolved elsewhere');
    } else if (method === 'turn/completed' && threadId !== undefined) {
      this.serverRequests.turnEnded(threadId, turnIdOf(method, params) ?? '');
    } else if (method === 'account/login/completed') {
      this.logins.completed(params);
    }
    this.notifications.publish(notification);
  }

  async #close(): Promise<void> {
    let info: CloseInfo = { reason: 'closed', exitCode: null, signal: null, stderr: '' };
    this.#settle(info);
    const connection = this.#connection;
    if (connection) {
      await connection.close();
      info = await connection.closed;
    }
    await this.#starting?.catch(() => {});
    this.#end(info);
  }

  /** Nothing that was begun may wait any longer, and nothing new begins. The first cause counts. */
  #settle(info: CloseInfo): void {
    if (this.#closeInfo) return;
    this.#closeInfo = info;
    const error = TransportClosedError.from(info);
    this.slots.close(error);
    this.turns.fail(error);
    this.logins.fail(error);
    this.serverRequests.clear();
    this.notifications.close(info.reason === 'closed' ? undefined : error);
  }

  #end(info: CloseInfo): void {
    this.#closed.resolve(info);
    if (!this.signal.aborted) this.#aborter.abort(TransportClosedError.from(info));
  }
}

function laneOf(method: string): Lane {
  const info = methodInfo(method);
  return info && 'lane' in info ? info.lane : 'normal';
}

function rejectExperimental(method: string): void {
  if (methodInfo(method)?.stability !== 'experimental') return;
  throw new InvalidRequestError({
    method,
    rpcCode: -32600,
    message: `${method} is experimental, and this client was made with experimentalApi: false`,
  });
}

function methodInfo(method: string): (typeof METHODS)[keyof typeof METHODS] | undefined {
  return Object.hasOwn(METHODS, method) ? METHODS[method as keyof typeof METHODS] : undefined;
}
