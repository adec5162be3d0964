import type { Api } from '../../generated/snake_case/api.js';
import type {
  NotificationMethod,
  ServerNotification,
} from '../../generated/snake_case/protocol.js';
import type {
  GetAccountResponse,
  ModelListResponse,
  RateLimitSnapshot,
  Thread as StoredThread,
  ThreadArchiveResponse,
  ThreadDeleteResponse,
  ThreadListResponse,
} from '../../generated/snake_case/types.js';
import {
  Codex as RootCodex,
  type RequestId,
  type ServerNotification as RootServerNotification,
} from '../index.js';
import { checkFunction } from '../options/shapes.js';
import { type CallOptions, rootCallOptions } from './call-options.js';
import { type CodexConfig, rootConfig } from './config.js';
import { ofProgram, respelledError, spoken, spokenNow } from './errors.js';
import { accountNames } from './facade-names.js';
import { checkOptions } from './known-keys.js';
import {
  type CloseInfo,
  closeInfo,
  type LifecycleEvent,
  lifecycleEvent,
  type RuntimeMetadata,
  runtimeMetadata,
} from './lifecycle.js';
import { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login-handles.js';
import {
  notification,
  NotificationStream,
  type NotificationStreamOptions,
  rootNotificationStreamOptions,
} from './notifications.js';
import { type OpenRequest, OpenRequests } from './open-requests.js';
import { respelledPages } from './pages.js';
import { respelled, respelledResult } from './protocol-data.js';
import {
  type LoginChatgptOptions,
  type ModelListOptions,
  rootRequestOptions,
  type ThreadListOptions,
} from './request-options.js';
import { Rpc } from './rpc.js';
import { Thread } from './thread.js';
import {
  rootThreadOptions,
  type ThreadForkOptions,
  type ThreadResumeOptions,
  type ThreadStartOptions,
} from './thread-options.js';

/**
 * A client of one Codex runtime, which runs any number of threads. It says in snake_case what the
 * client of `codex-app-server-sdk` says in camelCase, and is otherwise the same.
 *
 * @example
 * const codex = await Codex.start();
 * try {
 *   const thread = await codex.thread_start();
 *   console.log((await thread.run('Say hello')).final_response);
 * } finally {
 *   await codex.close();
 * }
 */
export class Codex implements AsyncDisposable {
  /** Every method of the protocol, typed: `codex.rpc.model.list({})`. */
  readonly rpc: Api;
  readonly #root: RootCodex;
  readonly #openRequests: OpenRequests;
  #closed: Promise<CloseInfo> | undefined;

  /**
   * Starts nothing yet: the runtime starts on first awaited use, or by `start()`.
   *
   * @throws ConfigurationError if an option is wrong.
   */
  constructor(config: CodexConfig = {}) {
    const root = spokenNow(() => new RootCodex(rootConfig(config)));
    this.#root = root;
    this.#openRequests = new OpenRequests(root.openRequests);
    this.rpc = new Rpc(root);
    // Before any listener of the program sees it.
    root.signal.addEventListener('abort', () => respelledError(root.signal.reason as unknown));
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
    return spoken(() => this.#root.start());
  }

  /** What the runtime said of itself. Throws before it has started. */
  get metadata(): RuntimeMetadata {
    return spokenNow(() => runtimeMetadata(this.#root.metadata));
  }

  /** Settles when the connection has ended, and says how. Never rejects. */
  get closed(): Promise<CloseInfo> {
    this.#closed ??= this.#root.closed.then(closeInfo);
    return this.#closed;
  }

  /** Aborts when the connection has ended. */
  get signal(): AbortSignal {
    return this.#root.signal;
  }

  /**
   * The account's rate limits as far as this client has been told, by the turns that it saw or by
   * `codex.rpc.account.rate_limits_read()`: what is reported piece by piece, merged, for the limit
   * that was reported last. Null before the first report, and after a logout.
   */
  get rate_limits(): RateLimitSnapshot | null {
    const { rateLimits } = this.#root;
    return rateLimits && respelled('RateLimitSnapshot', rateLimits);
  }

  /** {@link Codex.rate_limits} for each limit, by its id: `codex` is the general one. */
  get rate_limits_by_limit_id(): ReadonlyMap<string, RateLimitSnapshot> {
    const limits = [...this.#root.rateLimitsByLimitId];
    return new Map(limits.map(([id, limit]) => [id, respelled('RateLimitSnapshot', limit)]));
  }

  /** Requests left open by `defer`, by request id. */
  get open_requests(): ReadonlyMap<RequestId, OpenRequest> {
    return this.#openRequests;
  }

  /** Ends the runtime and settles everything that is open. Idempotent; never rejects. */
  close(): Promise<void> {
    return this.#root.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Logs in with an API key, which the runtime stores. Done when it resolves. */
  login_api_key(api_key: string, options?: CallOptions): Promise<void> {
    return spoken(async () => {
      await this.#root.loginApiKey(api_key, rootCallOptions('account/login/start', options));
    });
  }

  /** Begins a ChatGPT login in the browser. The runtime itself receives the redirect. */
  login_chatgpt(options: LoginChatgptOptions = {}): Promise<ChatgptLoginHandle> {
    return spoken(async () => {
      const call = rootRequestOptions('account/login/start', options);
      return new ChatgptLoginHandle(await this.#root.loginChatgpt(call));
    });
  }

  /** Begins a ChatGPT login on another device. */
  login_chatgpt_device_code(options?: CallOptions): Promise<DeviceCodeLoginHandle> {
    return spoken(async () => {
      const call = rootCallOptions('account/login/start', options);
      return new DeviceCodeLoginHandle(await this.#root.loginChatgptDeviceCode(call));
    });
  }

  /** Who is logged in. `refresh_token` asks for fresh tokens first; default false. */
  account(
    options: CallOptions & { readonly refresh_token?: boolean | undefined } = {},
  ): Promise<GetAccountResponse> {
    return spoken(async () => {
      checkOptions(options, { method: 'account/read', facade: accountNames });
      const { refresh_token: refreshToken, signal, timeout_ms: timeoutMs } = options;
      const account = await this.#root.account({ refreshToken, signal, timeoutMs });
      return respelledResult('account/read', account);
    });
  }

  /** Forgets the login. */
  logout(options?: CallOptions): Promise<void> {
    return spoken(async () => this.#root.logout(rootCallOptions('account/logout', options)));
  }

  /** Starts a new thread. Nothing is stored before its first turn. */
  thread_start(options: ThreadStartOptions = {}): Promise<Thread> {
    return spoken(async () => {
      const root = rootThreadOptions('thread/start', options);
      return new Thread(await this.#root.threadStart(root), 'thread/start');
    });
  }

  /**
   * Goes on with a stored thread. If another client of the same runtime has it, both are asked what the
   * runtime asks, and the first answer counts: `handlers: { on_unhandled: defer }` leaves it to the other one.
   */
  thread_resume(thread_id: string, options: ThreadResumeOptions = {}): Promise<Thread> {
    return spoken(async () => {
      const root = rootThreadOptions('thread/resume', options);
      return new Thread(await this.#root.threadResume(thread_id, root), 'thread/resume');
    });
  }

  /** Starts a new thread with the history of another one. */
  thread_fork(thread_id: string, options: ThreadForkOptions = {}): Promise<Thread> {
    return spoken(async () => {
      const root = rootThreadOptions('thread/fork', options);
      return new Thread(await this.#root.threadFork(thread_id, root), 'thread/fork');
    });
  }

  /** One page of stored threads, newest first by default. */
  thread_list(options: ThreadListOptions = {}): Promise<ThreadListResponse> {
    return spoken(async () => {
      const page = await this.#root.threadList(rootRequestOptions('thread/list', options));
      return respelledResult('thread/list', page);
    });
  }

  /** Every stored thread, page by page as it is read. */
  threads(options: ThreadListOptions = {}): AsyncGenerator<StoredThread, void, undefined> {
    return respelledPages('Thread', () =>
      this.#root.threads(rootRequestOptions('thread/list', options)),
    );
  }

  /** Takes a thread out of the list. It can be brought back. */
  thread_archive(thread_id: string, options?: CallOptions): Promise<ThreadArchiveResponse> {
    return spoken(async () => {
      const call = rootCallOptions('thread/archive', options);
      return respelledResult('thread/archive', await this.#root.threadArchive(thread_id, call));
    });
  }

  /** Brings an archived thread back and goes on with it. */
  thread_unarchive(thread_id: string, options: ThreadResumeOptions = {}): Promise<Thread> {
    return spoken(async () => {
      const root = rootThreadOptions('thread/resume', options);
      return new Thread(await this.#root.threadUnarchive(thread_id, root), 'thread/resume');
    });
  }

  /** Deletes a thread for good, with the threads that its agents started. */
  thread_delete(thread_id: string, options?: CallOptions): Promise<ThreadDeleteResponse> {
    return spoken(async () => {
      const call = rootCallOptions('thread/delete', options);
      return respelledResult('thread/delete', await this.#root.threadDelete(thread_id, call));
    });
  }

  /** The models on offer; hidden ones as well with `include_hidden`. */
  models(options: ModelListOptions = {}): Promise<ModelListResponse> {
    return spoken(async () => {
      const models = await this.#root.models(rootRequestOptions('model/list', options));
      return respelledResult('model/list', models);
    });
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
    // Each overload narrows what its listener gets; the root calls it for that method only.
    listener: (notification: never) => void,
  ): Disposable {
    checkFunction('A listener', listener);
    const respelling = (root: RootServerNotification): unknown =>
      ofProgram((): unknown => listener(notification(root) as never));
    return this.#root.on(method as '*', respelling);
  }

  /** Calls `listener` when the runtime is restarted. Dispose of what it returns to stop. */
  on_lifecycle(listener: (event: LifecycleEvent) => void): Disposable {
    checkFunction('A listener', listener);
    return this.#root.onLifecycle((event): unknown => {
      return ofProgram((): unknown => listener(lifecycleEvent(event)));
    });
  }

  /** Calls `listener` when `defer` leaves a request open. Dispose of what it returns to stop. */
  on_open_request(listener: (request: OpenRequest) => void): Disposable {
    checkFunction('A listener', listener);
    return this.#root.onOpenRequest((request): unknown => {
      return ofProgram((): unknown => listener(this.#openRequests.of(request)));
    });
  }

  /** All notifications from now on, or those asked for. Leaving the loop ends the stream. */
  notifications(
    options: NotificationStreamOptions = {},
  ): AsyncIterableIterator<ServerNotification, undefined> {
    return new NotificationStream(
      spokenNow(() => this.#root.notifications(rootNotificationStreamOptions(options))),
    );
  }
}
