import type { ServerNotification } from '../../generated/protocol.js';
import type { GetAccountRateLimitsResponse } from '../../generated/types.js';
import type { Connection } from '../rpc/connection.js';
import type { RequestOptions } from '../rpc/connection-options.js';
import { ProtocolError, TransportClosedError } from '../rpc/errors/connection-errors.js';
import type { WireNotification } from '../rpc/message.js';
import type { CloseInfo } from '../rpc/transport.js';
import { buildStack } from '../util/build-stack.js';
import { handlerScope, type HandlerScope, type HandlerScopes } from './handler-scope.js';
import type { HandlerContext } from './handlers.js';
import type { LifecycleEvent, LostThread } from './lifecycle.js';
import { LoginRegistry } from './login-registry.js';
import { rejectExperimental } from './method-info.js';
import { OwnThreads } from './own-threads.js';
import { NotificationHub } from './notification-hub.js';
import { RateLimits } from './rate-limits.js';
import { Reconciler } from './reconcile.js';
import { routeOf } from './route.js';
import { type LinkOptions, RuntimeLink } from './runtime-link.js';
import type { RuntimeMetadata } from './runtime-metadata.js';
import { type OpenRequest, type Responder, ServerRequests } from './server-requests.js';
import { ThreadResponders } from './thread-responders.js';
import { type ThreadSetup, ThreadsInUse } from './threads-in-use.js';
import type { TurnRecord } from './turn-record.js';
import { TurnRegistry } from './turn-registry.js';
import { TurnSlots } from './turn-slots.js';
import type { Validation } from './validation.js';

export interface SessionOptions extends LinkOptions {
  /** Whether experimental methods may be called. */
  readonly experimentalApi: boolean;
  /** Who answers what no thread has a responder of its own for. */
  readonly responders: readonly Responder[];
  readonly scopes: HandlerScopes;
  /** Checks of messages against the schema, if they are wanted. */
  readonly validation: Validation | undefined;
  readonly onHandlerError: (error: unknown, method: string) => void;
  readonly onProtocolError: (error: ProtocolError) => void;
  readonly onStarted: (metadata: RuntimeMetadata) => void;
  readonly onLifecycle: (event: LifecycleEvent) => void;
  readonly onOpenRequest: (request: OpenRequest) => void;
  /** Whether the runtime may serve other clients beside this one. */
  readonly isShared: boolean;
}

/** A client's conversation with its runtime: who hears of what, and what becomes of it in the end. */
export class Session {
  readonly turns: TurnRegistry = new TurnRegistry();
  readonly slots: TurnSlots = new TurnSlots();
  readonly logins: LoginRegistry = new LoginRegistry();
  readonly threads: ThreadsInUse = new ThreadsInUse();
  readonly responders: ThreadResponders = new ThreadResponders(this.turns.subAgents);
  readonly rateLimits: RateLimits = new RateLimits();
  readonly notifications: NotificationHub;
  readonly serverRequests: ServerRequests;
  readonly requestTimeoutMs: number;
  readonly onHandlerError: SessionOptions['onHandlerError'];
  readonly #options: SessionOptions;
  readonly #link: RuntimeLink;
  readonly #own: OwnThreads = new OwnThreads({
    threadOf: (turnId) => this.turns.running.threadOf(turnId),
    parentOf: (threadId) => this.turns.subAgents.parentOf(threadId),
  });
  readonly #reconciler: Reconciler = new Reconciler(this);
  readonly #aborter: AbortController = new AbortController();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.requestTimeoutMs = options.requestTimeoutMs;
    this.onHandlerError = options.onHandlerError;
    this.notifications = new NotificationHub(options.onHandlerError);
    this.serverRequests = new ServerRequests({
      responders: (threadId) => [...this.responders.of(threadId), ...options.responders],
      run: (method, context, handler) => this.#runHandler(method, context, handler),
      onHandlerError: options.onHandlerError,
      onOpen: options.onOpenRequest,
      isOthers: (threadId) => options.isShared && !this.#own.has(threadId),
    });
    this.#link = new RuntimeLink(options, {
      notification: (message) => {
        this.#dispatch(message);
      },
      request: (request) => {
        options.validation?.inbound(request.method, request.params);
        this.serverRequests.take(request);
      },
      answerLost: options.onHandlerError,
      protocolError: options.onProtocolError,
      started: options.onStarted,
      restarting: (cause, attempt, delayMs) => {
        this.#interrupted(cause);
        options.onLifecycle({ type: 'restarting', cause, attempt, delayMs });
      },
      restarted: (connection, metadata) => this.#restarted(connection, metadata),
      over: (info) => {
        this.#over(info);
      },
    });
    void this.#link.closed.then((info) => {
      this.#aborter.abort(TransportClosedError.from(info));
    });
  }

  /** The running handler that this is called from. */
  get scope(): HandlerScope | undefined {
    return this.#options.scopes.current();
  }

  /** What the runtime said of itself; undefined before the handshake. */
  get metadata(): RuntimeMetadata | undefined {
    return this.#link.metadata;
  }

  /** Settles when the session has ended for good; never rejects. */
  get closed(): Promise<CloseInfo> {
    return this.#link.closed;
  }

  /** Aborts when the session has ended for good. */
  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  /** Connects and shakes hands, once however many callers; after a failure it can be tried again. */
  start(): Promise<void> {
    return this.#link.start();
  }

  /** Sends a request, starting the session first if need be. */
  async request(method: string, params?: unknown, options?: RequestOptions): Promise<unknown> {
    if (!this.#options.experimentalApi) rejectExperimental(method);
    const { validation } = this.#options;
    const given = validation ? validation.guard(method, params, options) : options;
    const result = await this.#link.request(method, params, {
      ...given,
      // In its place among the messages: what the runtime asks next may be for the thread.
      onResult: (answer) => {
        this.#answered(method, answer);
        given?.onResult?.(answer);
      },
    });
    if (method === 'thread/unsubscribe') {
      const { threadId } = params as { readonly threadId: string };
      this.#reconciler.lost(threadId, 'this client has unsubscribed from its thread');
      this.responders.gone(threadId);
      this.#own.left(threadId);
    } else if (method === 'account/rateLimits/read') {
      this.rateLimits.read(result as GetAccountRateLimitsResponse);
    }
    return result;
  }

  /** Watches for the end of a turn that is due, for `reason`, and asks the history if it stays away. */
  expectEnd(record: TurnRecord, reason: string): void {
    this.#reconciler.expectEnd(record, reason);
  }

  /** Whether the turn has ended or is about to, whatever waits for a handler of its. */
  isEnding(record: TurnRecord): boolean {
    return record.over || this.#reconciler.expectsEnd(record);
  }

  /** Ends the session. Idempotent; never rejects; everything open is settled when it resolves. */
  close(): Promise<void> {
    return this.#link.close();
  }

  /** What an answer tells of threads. */
  #answered(method: string, result: unknown): void {
    const thread = this.#own.answered(method, result);
    if (thread) this.turns.running.takenUp(thread);
  }

  async #runHandler(
    method: string,
    context: HandlerContext,
    handler: () => unknown,
  ): Promise<unknown> {
    const { threadId, turnId } = context;
    const scope = handlerScope(context, this.#askingTurn(threadId, turnId));
    const notAwaited = (): void => {
      scope.active = false;
    };
    // From then on nothing waits for the handler, though it may run on.
    context.signal.addEventListener('abort', notAwaited);
    try {
      const answer = await this.#options.scopes.run(scope, handler);
      this.#options.validation?.answer(method, answer);
      return answer;
    } finally {
      context.signal.removeEventListener('abort', notAwaited);
      scope.active = false;
    }
  }

  #askingTurn(threadId: string | undefined, turnId: string | undefined): TurnRecord | undefined {
    if (threadId === undefined) return undefined;
    const own = turnId === undefined ? undefined : this.turns.find(threadId, turnId);
    return own ?? this.turns.subAgents.turnOf(threadId);
  }

  #dispatch(message: WireNotification): void {
    const notification = message as ServerNotification;
    this.#options.validation?.inbound(notification.method, notification.params);
    try {
      this.#apply(notification);
    } catch (cause) {
      const what = `Received a ${notification.method} that makes no sense`;
      this.#options.onProtocolError(new ProtocolError(what, '', { cause }));
    }
    this.notifications.publish(notification);
  }

  /** What a notification changes. */
  #apply(notification: ServerNotification): void {
    const { method, params } = notification;
    const route = routeOf(method);
    const threadId = route.threadId(params);
    if (threadId !== undefined) {
      const turnId = route.turnId(params);
      this.turns.route(threadId, turnId, notification);
      if (method === 'turn/completed') this.serverRequests.turnEnded(threadId, turnId ?? '');
      this.#reconciler.observe(threadId, notification);
      this.responders.observe(threadId, notification);
      if (this.#options.isShared) this.#own.observe(threadId, notification);
    } else {
      this.rateLimits.observe(notification);
    }
    if (method === 'serverRequest/resolved') {
      this.serverRequests.resolved(params.requestId, 'The request was resolved elsewhere');
    } else if (method === 'account/login/completed') {
      this.logins.completed(params);
    }
  }

  /** What the runtime was doing died with it. */
  #interrupted(info: CloseInfo): void {
    const error = buildStack(TransportClosedError.from(info));
    this.turns.fail(error);
    this.logins.fail(error);
    this.serverRequests.clear();
    this.responders.allGone();
    this.#reconciler.close();
  }

  async #restarted(connection: Connection, metadata: RuntimeMetadata): Promise<void> {
    const resume = async ([threadId, { config }]: readonly [string, ThreadSetup]): Promise<
      LostThread[]
    > => {
      try {
        const params = { threadId, config, excludeTurns: true };
        await connection.request('thread/resume', params, {
          onResult: (answer) => {
            this.#answered('thread/resume', answer);
          },
        });
        this.responders.back(threadId);
        return [];
      } catch (error) {
        // If this runtime has ended as well, the thread is for the next one.
        if (!connection.isOpen) throw error;
        return [{ threadId, error: this.threads.lose(threadId, error) }];
      }
    };
    const threads = [...this.threads];
    const lost = (await Promise.all(threads.map(resume))).flat();
    const isLost = new Set(lost.map(({ threadId }) => threadId));
    const resumed = threads.map(([threadId]) => threadId).filter((id) => !isLost.has(id));
    this.#options.onLifecycle({ type: 'restarted', metadata, resumed, lost });
  }

  /** Nothing that was begun may wait any longer, and nothing new begins. */
  #over(info: CloseInfo): void {
    const error = buildStack(TransportClosedError.from(info));
    this.slots.close(error);
    this.#interrupted(info);
    this.notifications.close(info.reason === 'closed' ? undefined : error);
  }
}
