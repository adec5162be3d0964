import type {
  NotificationMethod,
  ServerNotification,
} from '../../../generated/snake_case/protocol.js';
import type {
  GetAccountResponse,
  ModelListResponse,
  RateLimitSnapshot,
  Thread as StoredThread,
  ThreadArchiveResponse,
  ThreadDeleteResponse,
  ThreadListResponse,
} from '../../../generated/snake_case/types.js';
import type { CloseInfo, LifecycleEvent, RequestId, RuntimeMetadata } from '../index.js';
import { Bridge } from '../../sync/bridge/bridge.js';
import type { TwinOf } from '../../sync/bridge/members.js';
import type { RemoteOf } from '../../sync/bridge/remote.js';
import { checkBlockingConfig } from '../../sync/config.js';
import type { CodexConfig } from './config.js';
import type { snakeMembers } from './snake-members.js';
import type { OpenRequest } from './handlers.js';
import type { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login-handles.js';
import type {
  CallOptions,
  LoginChatgptOptions,
  ModelListOptions,
  NotificationStreamOptions,
  ThreadForkOptions,
  ThreadListOptions,
  ThreadResumeOptions,
  ThreadStartOptions,
} from './options.js';
import { blockingRpc, type Rpc } from './rpc.js';
import type { Thread } from './thread.js';
import { voice } from './voice.js';

type Members = (typeof snakeMembers)['Codex'];

/**
 * A client of one Codex runtime, which runs any number of threads: the Python SDK's `Codex`. Every call
 * blocks the calling thread until it is done; handlers, tools and listeners are called on that thread
 * while it waits. A client that is not closed does not keep the program alive, and ends with it.
 *
 * @example
 * using codex = new Codex();
 * const thread = codex.thread_start();
 * console.log(thread.run('Say hello').final_response);
 */
export class Codex implements Disposable, TwinOf<Members> {
  readonly #remote: RemoteOf<Members, Codex>;
  #rpc: Rpc | undefined;

  /**
   * Starts the runtime, and returns when it is ready.
   *
   * @throws ConfigurationError if an option is wrong, or cannot be used by a client that blocks.
   * @throws CodexNotFoundError if no runtime is found; it tells where was looked.
   * @throws StartupError if the runtime ends before the handshake is done; it holds its standard error.
   */
  constructor(config: CodexConfig = {}) {
    checkBlockingConfig(config);
    const on_warning =
      config.on_warning ??
      ((message: string): void => {
        process.emitWarning(message, 'CodexWarning');
      });
    this.#remote = new Bridge(voice, on_warning).open({ ...config, on_warning }, 'handlers');
  }

  /** As `new Codex(config)`. */
  static start(config?: CodexConfig): Codex {
    return started(config);
  }

  /** Every method of the protocol, typed: `codex.rpc.model.list({})`. */
  get rpc(): Rpc {
    this.#rpc ??= blockingRpc((...call) => this.#remote.callIn('rpc', ...call));
    return this.#rpc;
  }

  /** Does nothing: the runtime has started when the client is there. Throws if the connection has ended. */
  start(): void {
    this.#remote.call('start');
  }

  /** What the runtime said of itself. */
  get metadata(): RuntimeMetadata {
    return this.#remote.read('metadata');
  }

  /** How the connection ended; undefined while it lasts. Waits for nothing. */
  get closed(): CloseInfo | undefined {
    return this.#remote.outcome('closed');
  }

  /**
   * The account's rate limits as far as this client has been told, by the turns that it saw or by
   * `codex.rpc.account.rate_limits_read()`: what is reported piece by piece, merged, for the limit that
   * was reported last. Null before the first report, and after a logout.
   */
  get rate_limits(): RateLimitSnapshot | null {
    return this.#remote.read('rate_limits');
  }

  /** {@link Codex.rate_limits} for each limit, by its id: `codex` is the general one. */
  get rate_limits_by_limit_id(): ReadonlyMap<string, RateLimitSnapshot> {
    return this.#remote.read('rate_limits_by_limit_id');
  }

  /** Requests left open by `defer`, by request id: those that are open now. */
  get open_requests(): ReadonlyMap<RequestId, OpenRequest> {
    return this.#remote.read('open_requests');
  }

  /**
   * Ends the runtime and settles everything that is open. Idempotent; never throws. Properties of the
   * client and of the newest 1,000 of its handles can still be read afterwards, and so can what turns
   * and logins had come to. Streams cannot, nor can a result whose output a Standard Schema has yet to
   * validate.
   */
  close(): void {
    this.#remote.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Logs in with an API key, which the runtime stores. Done when it returns. */
  login_api_key(api_key: string, options?: CallOptions): void {
    this.#remote.call('login_api_key', api_key, options);
  }

  /** Begins a ChatGPT login in the browser. The runtime itself receives the redirect. */
  login_chatgpt(options?: LoginChatgptOptions): ChatgptLoginHandle {
    return this.#remote.call('login_chatgpt', options);
  }

  /** Begins a ChatGPT login on another device. */
  login_chatgpt_device_code(options?: CallOptions): DeviceCodeLoginHandle {
    return this.#remote.call('login_chatgpt_device_code', options);
  }

  /** Who is logged in. `refresh_token` asks for fresh tokens first; default false. */
  account(
    options?: CallOptions & { readonly refresh_token?: boolean | undefined },
  ): GetAccountResponse {
    return this.#remote.call('account', options);
  }

  /** Forgets the login. */
  logout(options?: CallOptions): void {
    this.#remote.call('logout', options);
  }

  /** Starts a new thread. Nothing is stored before its first turn. */
  thread_start(options?: ThreadStartOptions): Thread {
    return this.#remote.call('thread_start', options);
  }

  /**
   * Goes on with a stored thread. If another client of the same runtime has it, both are asked what the
   * runtime asks, and the first answer counts: `handlers: { on_unhandled: defer }` leaves it to the other one.
   */
  thread_resume(thread_id: string, options?: ThreadResumeOptions): Thread {
    return this.#remote.call('thread_resume', thread_id, options);
  }

  /** Starts a new thread with the history of another one. */
  thread_fork(thread_id: string, options?: ThreadForkOptions): Thread {
    return this.#remote.call('thread_fork', thread_id, options);
  }

  /** One page of stored threads, newest first by default. */
  thread_list(options?: ThreadListOptions): ThreadListResponse {
    return this.#remote.call('thread_list', options);
  }

  /** Every stored thread, page by page as it is read. */
  threads(options?: ThreadListOptions): IterableIterator<StoredThread, undefined> {
    return this.#remote.call('threads', options);
  }

  /** Takes a thread out of the list. It can be brought back. */
  thread_archive(thread_id: string, options?: CallOptions): ThreadArchiveResponse {
    return this.#remote.call('thread_archive', thread_id, options);
  }

  /** Brings an archived thread back and goes on with it. */
  thread_unarchive(thread_id: string, options?: ThreadResumeOptions): Thread {
    return this.#remote.call('thread_unarchive', thread_id, options);
  }

  /** Deletes a thread for good, with the threads that its agents started. */
  thread_delete(thread_id: string, options?: CallOptions): ThreadDeleteResponse {
    return this.#remote.call('thread_delete', thread_id, options);
  }

  /** The models on offer; hidden ones as well with `include_hidden`. */
  models(options?: ModelListOptions): ModelListResponse {
    return this.#remote.call('models', options);
  }

  /**
   * Calls `listener` for each notification of a method, or for every one with `'*'`, methods newer
   * than this SDK included: while the calling thread waits for some call, and before that call returns
   * what follows from them. Dispose of what it returns to stop.
   */
  on<M extends NotificationMethod>(
    method: M,
    listener: (notification: Extract<ServerNotification, { method: M }>) => void,
  ): Disposable;
  on(method: '*', listener: (notification: ServerNotification) => void): Disposable;
  on(
    method: string,
    // Each overload narrows what its listener gets; the worker calls it for that method only.
    listener: (notification: never) => void,
  ): Disposable {
    return this.#remote.listen('on', method, listener);
  }

  /** Calls `listener` when the runtime is restarted. Dispose of what it returns to stop. */
  on_lifecycle(listener: (event: LifecycleEvent) => void): Disposable {
    return this.#remote.listen('on_lifecycle', listener);
  }

  /** Calls `listener` when `defer` leaves a request open. Dispose of what it returns to stop. */
  on_open_request(listener: (request: OpenRequest) => void): Disposable {
    return this.#remote.listen('on_open_request', listener);
  }

  /** All notifications from now on, or those asked for. Leaving the loop ends the stream. */
  notifications(
    options?: NotificationStreamOptions,
  ): IterableIterator<ServerNotification, undefined> {
    return this.#remote.call('notifications', options);
  }
}

/** Beside the class, which a bundler would give an inner name if it named itself. */
function started(config: CodexConfig | undefined): Codex {
  return new Codex(config);
}
