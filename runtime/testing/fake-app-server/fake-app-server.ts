import type {
  NotificationMap,
  NotificationMethod,
  RequestMethod,
  ServerRequestMap,
  ServerRequestMethod,
} from '../../../generated/protocol.js';
import type { RateLimitSnapshot, UserInput } from '../../../generated/types.js';
import type { CodexConfig } from '../../config.js';
import type { Transport } from '../../rpc/transport.js';
import { ConfigurationError } from '../../util/configuration-error.js';
import { Arrivals, type WaitOptions } from '../arrivals.js';
import { Accounts, type FakeLogin } from './accounts.js';
import type { RunOptions } from './defaults/context.js';
import { defaultsFor } from './defaults/index.js';
import { checkFits, checkThreadDraft } from './draft-check.js';
import { FakeServerError } from './errors.js';
import type { FakeThread, StartTurnOptions } from './fake-thread.js';
import type { FakeTurn } from './fake-turn.js';
import { Faults } from './faults.js';
import { Goals } from './goals.js';
import { Ids } from './ids.js';
import type { HandleOptions, MethodHandler, ReceivedRequest, UntypedHandler } from './methods.js';
import { Methods } from './methods.js';
import { Received } from './received.js';
import { Responder } from './responder.js';
import type { CrashOptions, FakeAppServerOptions, ThreadDraft } from './options.js';
import {
  checkCrash,
  checkHandleOptions,
  checkMethod,
  checkOptions,
  checkScriptList,
  checkStartTurn,
} from './setup-check.js';
import type { StoredThread } from './stored-thread.js';
import { StoredTurn } from './stored-turn.js';
import { changedSettings, defaultSettings } from './thread-settings.js';
import { Threads } from './threads.js';
import { TurnPlayer, type TurnScript } from './turn-script.js';
import { type TrafficEntry, Wire } from './wire.js';

/**
 * An app-server in memory: no process, no model, no file. It answers a client as the runtime does,
 * plays what a test wrote for the turns, asks and tells what the test wants, and holds every message
 * in either direction against the schema.
 *
 * ```ts
 * await using fake = new FakeAppServer({ turns: ['Hello!'] });
 * await using codex = new Codex(fake.config());
 * const thread = await codex.threadStart();
 * await thread.run('Hi');
 * ```
 *
 * What the test sends wrong is thrown at it as an `InvalidMessageError`. What the client sends wrong,
 * and what goes wrong in a script or handler, is answered as an error and kept in `faults`; `close`
 * rejects with it, so that a program that swallows the answer does not pass its test.
 */
export class FakeAppServer implements AsyncDisposable {
  readonly #wire: Wire;
  readonly #faults = new Faults();
  readonly #methods = new Methods();
  readonly #threads: Threads;
  readonly #player: TurnPlayer;
  readonly #received: Received;
  readonly #turns: Arrivals<FakeTurn>;
  readonly #goals: Goals;
  readonly #accounts: Accounts;
  readonly #ids = new Ids();
  readonly #throwOnClose: boolean;

  constructor(options: FakeAppServerOptions = {}) {
    checkOptions(options);
    const { turns, methods = {}, timeoutMs = 4_000, throwOnClose = true } = options;
    const waiting = {
      timeoutMs,
      until: 'the server',
      error: (message: string) => this.#notReceived(message),
    };
    this.#throwOnClose = throwOnClose;
    this.#received = new Received(waiting);
    this.#turns = new Arrivals({ ...waiting, what: 'turns' });
    this.#player = new TurnPlayer(this.#faults, turns);
    this.#wire = new Wire({
      faults: this.#faults,
      subscribers: (threadId) => this.#threads.get(threadId)?.subscribers,
      onRequest: (peer, request) => {
        responder.take(peer, request);
      },
      onLeft: (peer, isLast) => {
        this.#threads.left(peer, isLast);
      },
    });
    const newId = (kind: string): string => this.#ids.next(kind);
    this.#accounts = new Accounts({ wire: this.#wire, newId, waiting });
    this.#goals = new Goals({
      wire: this.#wire,
      isScripted: () => this.#player.isScripted,
      start: (thread) => this.#startTurn(thread, undefined, {}),
    });
    this.#threads = new Threads({
      wire: this.#wire,
      timeoutMs,
      newId,
      tick: () => this.#ids.tick(),
      startTurn: (thread, script, options) => this.#startTurn(thread, script, options),
      setGoal: (thread, changes) => this.#goals.setByAgent(thread, changes),
      ending: (thread, turn, error) => {
        this.#goals.ending(thread, turn, error);
      },
    });
    const responder = new Responder({
      wire: this.#wire,
      faults: this.#faults,
      methods: this.#methods,
      received: this.#received,
      defaults: defaultsFor({
        wire: this.#wire,
        threads: this.#threads,
        goals: this.#goals,
        accounts: this.#accounts,
        newId,
        run: (turn, how) => {
          this.#run(turn, how);
        },
      }),
    });
    for (const [method, handler] of Object.entries(methods)) {
      this.#methods.add(method, handler as UntypedHandler, {});
    }
  }

  /** A client's configuration that connects it to this server; `config` is the rest of it. */
  config<C extends Omit<CodexConfig, 'transport'>>(
    config: C = {} as C,
  ): C & { readonly transport: () => Transport } {
    return { ...config, transport: () => this.connect() };
  }

  /** A transport for one connection. */
  connect(): Transport {
    return this.#wire.connect();
  }

  /** Adds scripts for turns behind those that are left; see `FakeAppServerOptions.turns`. */
  enqueue(...scripts: readonly TurnScript[]): void {
    checkScriptList('enqueue: scripts', scripts);
    this.#player.add(scripts);
  }

  /** Scripts that no turn has had yet. */
  get remaining(): number {
    return this.#player.remaining;
  }

  /**
   * Answers a method from now on. Of several handlers the newest one answers; `next` asks the one
   * before it, and in the end the server's own answer. Disposing of what is returned takes it away.
   *
   * @throws ConfigurationError if the schema has no such method.
   */
  handle<M extends RequestMethod>(
    method: M,
    handler: MethodHandler<M>,
    options: HandleOptions = {},
  ): Disposable {
    checkMethod('handle', method);
    checkHandleOptions(options);
    return this.#methods.add(method, handler as UntypedHandler, options);
  }

  /** As `handle`, for a method that the schema does not know. Nothing of it is checked. */
  handleUntyped(method: string, handler: UntypedHandler, options: HandleOptions = {}): Disposable {
    checkHandleOptions(options);
    return this.#methods.add(method, handler, options);
  }

  /**
   * Sends a notification: to the clients that have the thread open, or to all if it is about none.
   *
   * @throws InvalidMessageError if it does not fit the schema, FakeServerError `not_connected` if
   *   there is no client.
   */
  notify<M extends NotificationMethod>(method: M, params: NotificationMap[M]): void {
    this.#wire.notify(method, params);
  }

  /** As `notify`, for a notification that the schema does not know. Nothing of it is checked. */
  notifyUntyped(method: string, params?: unknown): void {
    this.#wire.notifyUnchecked({ method, params });
  }

  /**
   * Asks the client, and resolves with its answer. Rejects with a `JsonRpcError` if that is an error,
   * and with an `InvalidMessageError` if it does not fit. A `signal` takes the question back, as if
   * somebody else had answered it. Waits without end unless `timeoutMs` is given.
   *
   * @throws As `notify`.
   */
  request<M extends ServerRequestMethod>(
    method: M,
    params: ServerRequestMap[M]['params'],
    options: WaitOptions = {},
  ): Promise<ServerRequestMap[M]['result']> {
    return this.#wire.request(method, params, options);
  }

  /** Sends any text as a message, be it no JSON. */
  sendRaw(text: string): void {
    this.#wire.raw(text);
  }

  /** The requests received, oldest first. */
  get requests(): readonly ReceivedRequest[] {
    return this.#received.all;
  }

  /** The requests of one method, oldest first. */
  requestsOf<M extends RequestMethod>(method: M): readonly ReceivedRequest<M>[] {
    return this.#received.of(method);
  }

  /**
   * The oldest request of a method that no earlier call has returned, as soon as it is there.
   * Rejects with a `FakeServerError` `not_received` when none comes in time.
   */
  nextRequest<M extends RequestMethod>(
    method: M,
    options: WaitOptions = {},
  ): Promise<ReceivedRequest<M>> {
    return this.#received.take(method, options);
  }

  /** The oldest turn that no earlier call has returned, as soon as it has begun. */
  nextTurn(options: WaitOptions = {}): Promise<FakeTurn> {
    return this.#turns.take(options);
  }

  /**
   * The oldest login with ChatGPT that no earlier call has returned, as soon as the client has begun
   * it. The test stands for the user: `complete` and `fail` end it.
   */
  nextLogin(options: WaitOptions = {}): Promise<FakeLogin> {
    return this.#accounts.nextLogin(options);
  }

  /**
   * What `account/rateLimits/read` answers from now on; clients that are there are told. What is left
   * out of it is null, or follows from the account.
   */
  setRateLimits(rateLimits: RateLimitSnapshot): void {
    this.#accounts.setRateLimits(rateLimits);
  }

  /** Every message in either direction, oldest first. */
  get traffic(): readonly TrafficEntry[] {
    return this.#wire.traffic;
  }

  /** The threads, in the order of their creation. */
  get threads(): readonly FakeThread[] {
    return this.#threads.all;
  }

  /** A thread by its id; undefined if there is none. */
  thread(threadId: string): FakeThread | undefined {
    return this.#threads.get(threadId);
  }

  /**
   * Puts a thread into the store, as if it had been there before; one with a `parentThreadId` begins
   * now, as the agent of that thread begins another.
   *
   * @throws ConfigurationError for a draft that cannot be, such as one with an id that is in use. Items are
   *   held against the schema once a client has connected; before that, only their types and ids are looked at.
   */
  addThread(draft: ThreadDraft = {}): FakeThread {
    checkThreadDraft(draft);
    const { turns = [], name, id, archived, parentThreadId } = draft;
    if (id !== undefined && this.#threads.get(id)) {
      throw new ConfigurationError(`addThread: there is a thread ${id} already`);
    }
    const parent = parentThreadId === undefined ? undefined : this.#threads.get(parentThreadId);
    if (parentThreadId !== undefined && !parent) {
      throw new ConfigurationError(`addThread: there is no thread ${parentThreadId}`);
    }
    const settings = changedSettings(parent?.settings ?? defaultSettings, draft);
    const newId = (kind: string): string => this.#ids.next(kind);
    const stored = turns.map((turn) => StoredTurn.from(turn, newId, settings.cwd));
    for (const [index, turn] of stored.entries()) {
      const params = { threadId: id ?? '', turn: turn.toWire('full') };
      checkFits(index, this.#wire.misfits('turn/completed', params));
    }
    const init = { id, name, archived, parentThreadId, settings, turns: stored };
    const thread = this.#threads.add(init);
    if (parent?.loaded) {
      // Who follows the parent follows what it has begun.
      for (const peer of parent.subscribers) thread.load(peer);
      this.#wire.notify('thread/started', { thread: thread.toWire() });
    }
    return thread;
  }

  /** The runtime dies: connections end, turns are lost. A client that connects anew finds the threads. */
  crash(options: CrashOptions = {}): void {
    checkCrash(options);
    const { exitCode, signal, stderr = '' } = options;
    this.#wire.end({
      reason: 'exited',
      exitCode: exitCode === undefined && signal === undefined ? 1 : (exitCode ?? null),
      signal: signal ?? null,
      stderr,
    });
  }

  /** The connections break: nothing is said of a process. */
  disconnect(): void {
    this.#wire.end({ reason: 'disconnected', exitCode: null, signal: null, stderr: '' });
  }

  /** From now on, what the server says is kept back: it takes everything, and is silent. */
  mute(): void {
    this.#wire.mute(true);
  }

  /** Says what it has kept back, and goes on. */
  unmute(): void {
    this.#wire.mute(false);
  }

  /** What went wrong where no call could throw it, oldest first. */
  get faults(): readonly FakeServerError[] {
    return this.#faults.all;
  }

  /** Forgets the faults, for a test that expects them, and returns what there was. */
  takeFaults(): FakeServerError[] {
    return this.#faults.take();
  }

  /** Throws if anything went wrong so far. */
  assertClean(): void {
    this.#faults.assertNone();
  }

  /**
   * Ends every connection. Idempotent. Rejects if anything went wrong, unless `throwOnClose` is false;
   * with each fault once, so not again at the end of `await using`. It waits for the scripts that end
   * when their turns do; what another one throws later is an unhandled rejection then.
   */
  async close(): Promise<void> {
    this.#received.close();
    this.#turns.close();
    this.#accounts.close();
    this.#wire.close();
    await this.#player.close(this.#throwOnClose);
    if (this.#throwOnClose) this.#faults.assertNoneNew();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Begins a turn and plays its script. */
  #run(turn: FakeTurn, { begin = () => turn.begin(), conclude }: RunOptions = {}): void {
    // Interrupted while a handler held the answer back.
    if (turn.isOver) return;
    begin();
    this.#turns.add(turn);
    this.#player.play(turn, conclude);
  }

  /** Starts a turn that no client has asked for. */
  #startTurn(
    thread: StoredThread,
    script: TurnScript | undefined,
    options: StartTurnOptions,
  ): FakeTurn {
    checkStartTurn(script, options);
    const { id: threadId, parentThreadId, loaded, activeTurn } = thread;
    if (!loaded || activeTurn) {
      const why = loaded ? `turn ${activeTurn?.id ?? ''} runs in it` : 'no client has it open';
      throw new FakeServerError('not_idle', `Thread ${threadId} can start no turn: ${why}`);
    }
    const parent = parentThreadId === null ? undefined : this.#threads.get(parentThreadId);
    const { input = [], rootTurnId = parent?.activeTurn?.toWire().rootTurnId ?? undefined } =
      options;
    const said: UserInput[] =
      typeof input === 'string' ? [{ type: 'text', text: input, text_elements: [] }] : [...input];
    const turn = thread.addTurn({ threadId, input: said }, { rootTurnId });
    if (script !== undefined) this.#player.addFirst(script);
    this.#run(turn);
    return turn;
  }

  /** What went wrong before is likely why something did not come. */
  #notReceived(message: string): FakeServerError {
    const [cause] = this.#faults.all;
    if (!cause) return new FakeServerError('not_received', message);
    return new FakeServerError('not_received', `${message}. Before that: ${cause.message}`, {
      cause,
    });
  }
}
