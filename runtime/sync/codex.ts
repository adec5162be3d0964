import type { NotificationMethod, ServerNotification } from '../../generated/protocol.js';
import type {
  GetAccountResponse,
  ModelListResponse,
  RateLimitSnapshot,
  Thread as StoredThread,
  ThreadArchiveResponse,
  ThreadDeleteResponse,
  ThreadListResponse,
} from '../../generated/types.js';
import type { CloseInfo, LifecycleEvent, RequestId, RuntimeMetadata } from '../index.js';
import { Bridge } from './bridge/bridge.js';
import type { TwinOf } from './bridge/members.js';
import type { RemoteOf } from './bridge/remote.js';
import { checkBlockingConfig, type CodexConfig } from './config.js';
import type { facadeMembers } from './facade-members.js';
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

type Members = (typeof facadeMembers)['Codex'];

/**
 * A client of one Codex runtime, which runs any number of threads. Every call blocks the calling
 * thread until it is done; handlers, tools and listeners are called on that thread while it waits.
 * A client that is not closed does not keep the program alive, and ends with it.
 *
 * @example
 * using codex = new Codex();
 * const thread = codex.threadStart();
 * console.log(thread.run('Say hello').finalResponse);
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
    const onWarning =
      config.onWarning ??
      ((message: string): void => {
        process.emitWarning(message, 'CodexWarning');
      });
    this.#remote = new Bridge(voice, onWarning).open({ ...config, onWarning }, 'handlers');
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
   * `codex.rpc.account.rateLimitsRead()`: what is reported piece by piece, merged, for the limit that
   * was reported last. Null before the first report, and after a logout.
   */
  get rateLimits(): RateLimitSnapshot | null {
    return this.#remote.read('rateLimits');
  }

  /** {@link Codex.rateLimits} for each limit, by its id: `codex` is the general one. */
  get rateLimitsByLimitId(): ReadonlyMap<string, RateLimitSnapshot> {
    return this.#remote.read('rateLimitsByLimitId');
  }

  /** Requests left open by `defer`, by request id: those that are open now. */
  get openRequests(): ReadonlyMap<RequestId, OpenRequest> {
    return this.#remote.read('openRequests');
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
  loginApiKey(apiKey: string, options?: CallOptions): void {
    this.#remote.call('loginApiKey', apiKey, options);
  }

  /** Begins a ChatGPT login in the browser. The runtime itself receives the redirect. */
  loginChatgpt(options?: LoginChatgptOptions): ChatgptLoginHandle {
    return this.#remote.call('loginChatgpt', options);
  }

  /** Begins a ChatGPT login on another device. */
  loginChatgptDeviceCode(options?: CallOptions): DeviceCodeLoginHandle {
    return this.#remote.call('loginChatgptDeviceCode', options);
  }

  /** Who is logged in. `refreshToken` asks for fresh tokens first; default false. */
  account(
    options?: CallOptions & { readonly refreshToken?: boolean | undefined },
  ): GetAccountResponse {
    return this.#remote.call('account', options);
  }

  /** Forgets the login. */
  logout(options?: CallOptions): void {
    this.#remote.call('logout', options);
  }

  /** Starts a new thread. Nothing is stored before its first turn. */
  threadStart(options?: ThreadStartOptions): Thread {
    return this.#remote.call('threadStart', options);
  }

  /**
   * Goes on with a stored thread. If another client of the same runtime has it, both are asked what the
   * runtime asks, and the first answer counts: `handlers: { onUnhandled: defer }` leaves it to the other one.
   */
  threadResume(threadId: string, options?: ThreadResumeOptions): Thread {
    return this.#remote.call('threadResume', threadId, options);
  }

  /** Starts a new thread with the history of another one. */
  threadFork(threadId: string, options?: ThreadForkOptions): Thread {
    return this.#remote.call('threadFork', threadId, options);
  }

  /** One page of stored threads, newest first by default. */
  threadList(options?: ThreadListOptions): ThreadListResponse {
    return this.#remote.call('threadList', options);
  }

  /** Every stored thread, page by page as it is read. */
  threads(options?: ThreadListOptions): IterableIterator<StoredThread, undefined> {
    return this.#remote.call('threads', options);
  }

  /** Takes a thread out of the list. It can be brought back. */
  threadArchive(threadId: string, options?: CallOptions): ThreadArchiveResponse {
    return this.#remote.call('threadArchive', threadId, options);
  }

  /** Brings an archived thread back and goes on with it. */
  threadUnarchive(threadId: string, options?: ThreadResumeOptions): Thread {
    return this.#remote.call('threadUnarchive', threadId, options);
  }

  /** Deletes a thread for good, with the threads that its agents started. */
  threadDelete(threadId: string, options?: CallOptions): ThreadDeleteResponse {
    return this.#remote.call('threadDelete', threadId, options);
  }

  /** The models on offer; hidden ones as well with `includeHidden`. */
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
  onLifecycle(listener: (event: LifecycleEvent) => void): Disposable {
    return this.#remote.listen('onLifecycle', listener);
  }

  /** Calls `listener` when `defer` leaves a request open. Dispose of what it returns to stop. */
  onOpenRequest(listener: (request: OpenRequest) => void): Disposable {
    return this.#remote.listen('onOpenRequest', listener);
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
