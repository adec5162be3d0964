import type { Api } from '../generated/api.js';
import type { NotificationMethod, ServerNotification } from '../generated/protocol.js';
import type {
  GetAccountResponse,
  ModelListResponse,
  RateLimitSnapshot,
  Thread as StoredThread,
  ThreadArchiveResponse,
  ThreadDeleteResponse,
  ThreadListResponse,
} from '../generated/types.js';
import { CheckedApi } from './checked-api.js';
import type { CodexConfig } from './config.js';
import {
  loginApiKey,
  loginChatgpt,
  type LoginChatgptOptions,
  loginDeviceCode,
} from './login/login.js';
import type { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login/login-handle.js';
import { checkConfigNames } from './options/config-names.js';
import { checkCallOptions, checkNamesAndSignal, type Names } from './options/known-keys.js';
import {
  type ModelListOptions,
  splitCallOptions,
  type ThreadListOptions,
} from './options/list-options.js';
import { checkMethodName } from './options/method-name.js';
import { checkNotificationStream } from './options/stream-values.js';
import { pages } from './pages.js';
import type { CallOptions } from './rpc/call.js';
import {
  type ThreadForkOptions,
  threadParams,
  type ThreadResumeOptions,
  type ThreadStartOptions,
} from './options/thread-options.js';
import { ProtocolError } from './rpc/errors/connection-errors.js';
import type { RequestId } from './rpc/message.js';
import type { CloseInfo } from './rpc/transport.js';
import type { LifecycleEvent } from './session/lifecycle.js';
import type { NotificationStreamOptions } from './session/notification-hub.js';
import type { RuntimeMetadata } from './session/runtime-metadata.js';
import { handlerResponder, type OpenRequest } from './session/server-requests.js';
import { Session } from './session/session.js';
import { requestSafely } from './secrets.js';
import { sessionOptions } from './session-options.js';
import { Thread } from './thread.js';
import { readyTools } from './tools/declare.js';
import { toolResponder } from './tools/responder.js';
import { called } from './util/call-site.js';
import { CodexError } from './util/codex-error.js';
import { guarded } from './util/guarded.js';
import { Listeners } from './util/listeners.js';

const notificationStreamNames: Names<NotificationStreamOptions> = {
  maxQueued: true,
  methods: true,
  signal: true,
  threadId: true,
};

/**
 * A client of one Codex runtime, which runs any number of threads.
 *
 * @example
 * const codex = await Codex.start();
 * try {
 *   const thread = await codex.threadStart();
 *   console.log((await thread.run('Say hello')).finalResponse);
 * } finally {
 *   await codex.close();
 * }
 */
export class Codex implements AsyncDisposable {
  /** Every method of the protocol, typed: `codex.rpc.model.list({})`. */
  readonly rpc: Api;
  readonly #session: Session;
  readonly #warn: (message: string) => void;
  readonly #lifecycle: Listeners<LifecycleEvent>;
  readonly #opened: Listeners<OpenRequest>;
  readonly #experimentalApi: boolean;

  /**
   * Starts nothing yet: the runtime starts on first awaited use, or by `start()`.
   *
   * @throws ConfigurationError if an option is wrong.
   */
  constructor(config: CodexConfig = {}) {
    checkConfigNames(config);
    this.#experimentalApi = config.experimentalApi ?? true;
    this.#warn = guarded(
      config.onWarning ??
        ((message) => {
          process.emitWarning(message, 'CodexWarning');
        }),
    );
    const reportListener = (error: unknown): void => {
      this.#warn(`A listener failed: ${error instanceof Error ? error.message : String(error)}`);
    };
    this.#lifecycle = new Listeners(reportListener);
    this.#opened = new Listeners(reportListener);
    this.#session = new Session(
      sessionOptions(config, {
        warn: this.#warn,
        onLifecycle: (event) => {
          this.#lifecycle.call(event);
        },
        onOpenRequest: (request) => {
          this.#opened.call(request);
        },
      }),
    );
    this.rpc = new CheckedApi({
      rpc: {
        requestUntyped: async (method, params, options) => {
          checkMethodName(method);
          checkCallOptions(method, options);
          return requestSafely(this.#session, method, params, options);
        },
      },
      on: (_method, listener) => this.#session.notifications.on('*', listener),
    });
  }

  /**
   * Makes a client and starts its runtime.
   *
   * @throws CodexNotFoundError if no runtime is found; it tells where was looked.
   * @throws StartupError if the runtime ends before the handshake is done; it holds its standard error.
   */
  static async start(config?: CodexConfig): Promise<Codex> {
    const codex = new Codex(config);
    await codex.start();
    return codex;
  }

  /** Starts the runtime, once however many callers. After a failure it can be tried again. */
  start(): Promise<void> {
    return called(() => this.#session.start());
  }

  /** What the runtime said of itself. Throws before it has started. */
  get metadata(): RuntimeMetadata {
    const { metadata } = this.#session;
    if (metadata) return metadata;
    throw new CodexError('The runtime has not started yet: await codex.start() first', {
      code: 'not_started',
    });
  }

  /** Settles when the connection has ended, and says how. Never rejects. */
  get closed(): Promise<CloseInfo> {
    return this.#session.closed;
  }

  /** Aborts when the connection has ended. */
  get signal(): AbortSignal {
    return this.#session.signal;
  }

  /**
   * The account's rate limits as far as this client has been told, by the turns that it saw or by
   * `codex.rpc.account.rateLimitsRead()`: what is reported piece by piece, merged, for the limit that
   * was reported last. Null before the first report, and after a logout.
   */
  get rateLimits(): RateLimitSnapshot | null {
    return this.#session.rateLimits.latest;
  }

  /** {@link Codex.rateLimits} for each limit, by its id: `codex` is the general one. */
  get rateLimitsByLimitId(): ReadonlyMap<string, RateLimitSnapshot> {
    return this.#session.rateLimits.byLimitId;
  }

  /** Requests left open by `defer`, by request id. */
  get openRequests(): ReadonlyMap<RequestId, OpenRequest> {
    return this.#session.serverRequests.open;
  }

  /** Ends the runtime and settles everything that is open. Idempotent; never rejects. */
  close(): Promise<void> {
    return this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Logs in with an API key, which the runtime stores. Done when it resolves. */
  async loginApiKey(apiKey: string, options?: CallOptions): Promise<void> {
    await loginApiKey(this.#session, apiKey, options);
  }

  /** Begins a ChatGPT login in the browser. The runtime itself receives the redirect. */
  loginChatgpt(options?: LoginChatgptOptions): Promise<ChatgptLoginHandle> {
    return called(() => loginChatgpt(this.#session, options));
  }

  /** Begins a ChatGPT login on another device. */
  loginChatgptDeviceCode(options?: CallOptions): Promise<DeviceCodeLoginHandle> {
    return called(() => loginDeviceCode(this.#session, options));
  }

  /** Who is logged in. `refreshToken` asks for fresh tokens first; default false. */
  async account(
    options: CallOptions & { readonly refreshToken?: boolean | undefined } = {},
  ): Promise<GetAccountResponse> {
    checkCallOptions('account/read', options, { refreshToken: true });
    const { refreshToken, ...call } = options;
    return this.rpc.account.read({ refreshToken }, call);
  }

  /** Forgets the login. */
  async logout(options?: CallOptions): Promise<void> {
    await this.rpc.account.logout(options);
  }

  /** Starts a new thread. Nothing is stored before its first turn. */
  async threadStart(options: ThreadStartOptions = {}): Promise<Thread> {
    const params = threadParams('thread/start', options);
    return this.#thread('thread/start', params, options);
  }

  /**
   * Goes on with a stored thread. If another client of the same runtime has it, both are asked what the
   * runtime asks, and the first answer counts: `handlers: { onUnhandled: defer }` leaves it to the other one.
   */
  async threadResume(threadId: string, options: ThreadResumeOptions = {}): Promise<Thread> {
    const params = { ...threadParams('thread/resume', options), threadId };
    return this.#thread('thread/resume', params, options);
  }

  /** Starts a new thread with the history of another one. */
  async threadFork(threadId: string, options: ThreadForkOptions = {}): Promise<Thread> {
    const params = { ...threadParams('thread/fork', options), threadId };
    return this.#thread('thread/fork', params, options);
  }

  /** One page of stored threads, newest first by default. */
  async threadList(options: ThreadListOptions = {}): Promise<ThreadListResponse> {
    const { params, call } = splitCallOptions('thread/list', options);
    return this.rpc.thread.list(params, call);
  }

  /** Every stored thread, page by page as it is read. */
  async *threads(options: ThreadListOptions = {}): AsyncGenerator<StoredThread, void, undefined> {
    const { params } = splitCallOptions('thread/list', options);
    yield* pages(params.cursor, (cursor) => this.threadList({ ...options, cursor }));
  }

  /** Takes a thread out of the list. It can be brought back. */
  threadArchive(threadId: string, options?: CallOptions): Promise<ThreadArchiveResponse> {
    return this.rpc.thread.archive({ threadId }, options);
  }

  /** Brings an archived thread back and goes on with it. */
  threadUnarchive(threadId: string, options: ThreadResumeOptions = {}): Promise<Thread> {
    return called(async () => {
      threadParams('thread/resume', options);
      const { signal, timeoutMs } = options;
      await this.rpc.thread.unarchive({ threadId }, { signal, timeoutMs });
      return this.threadResume(threadId, options);
    });
  }

  /** Deletes a thread for good, with the threads that its agents started. */
  threadDelete(threadId: string, options?: CallOptions): Promise<ThreadDeleteResponse> {
    return this.rpc.thread.delete({ threadId }, options);
  }

  /** The models on offer; hidden ones as well with `includeHidden`. */
  models(options: ModelListOptions = {}): Promise<ModelListResponse> {
    const { params, call } = splitCallOptions('model/list', options);
    return this.rpc.model.list(params, call);
  }

  /**
   * Calls `listener` for each notification of a method, or for every one with `'*'`, methods newer
   * than this SDK included. Dispose of what it returns to stop.
   *
   * @throws ConfigurationError if the listener is no function.
   */
  on<M extends NotificationMethod>(
    method: M,
    listener: (notification: Extract<ServerNotification, { method: M }>) => void,
  ): Disposable;
  on(method: '*', listener: (notification: ServerNotification) => void): Disposable;
  on(
    method: string,
    // Each overload narrows what its listener gets; the hub calls it for that method only.
    listener: (notification: never) => void,
  ): Disposable {
    return this.#session.notifications.on(
      method,
      listener as (notification: ServerNotification) => void,
    );
  }

  /** Calls `listener` when the runtime is restarted. Dispose of what it returns to stop. */
  onLifecycle(listener: (event: LifecycleEvent) => void): Disposable {
    return this.#lifecycle.add(listener);
  }

  /** Calls `listener` when `defer` leaves a request open. Dispose of what it returns to stop. */
  onOpenRequest(listener: (request: OpenRequest) => void): Disposable {
    return this.#opened.add(listener);
  }

  /** All notifications from now on, or those asked for. Leaving the loop ends the stream. */
  notifications(
    options: NotificationStreamOptions = {},
  ): AsyncIterableIterator<ServerNotification, undefined> {
    checkNamesAndSignal('notifications', options, notificationStreamNames);
    checkNotificationStream(options);
    return this.#session.notifications.stream(options);
  }

  #thread(
    method: string,
    params: unknown,
    { signal, timeoutMs, handlers, tools, config }: ThreadStartOptions,
  ): Promise<Thread> {
    return called(async () => {
      const own = tools && (await readyTools(method, tools, this.#experimentalApi));
      let thread!: Thread;
      await this.#session.request(method, params, {
        signal,
        timeoutMs,
        // The runtime may ask at once for what was open when the thread was left.
        onResult: (result) => {
          const details = result as Thread['details'];
          if (typeof details.thread.id !== 'string') {
            throw new ProtocolError('The answer names no thread');
          }
          thread = new Thread(this.#session, details);
          const { onHandlerError, responders, threads } = this.#session;
          threads.add(thread.id, thread, { config });
          responders.add(thread.id, thread, {
            ...(own ? { tools: toolResponder(own, onHandlerError) } : {}),
            ...(handlers ? { handlers: handlerResponder(handlers) } : {}),
          });
        },
      });
      return thread;
    });
  }
}
