import type {
  NotificationMap,
  NotificationMethod,
  ServerRequestMap,
  ServerRequestMethod,
} from '../../../generated/protocol.js';
import type {
  AgentMessageThreadItem,
  CodexErrorInfo,
  DynamicToolCallResponse,
  MessagePhase,
  ThreadItem,
  ThreadStatus,
  Turn,
  TurnError,
  TurnStartParams,
  TurnSteerParams,
  UserInput,
} from '../../../generated/types.js';
import { deferred } from '../../util/deferred.js';
import { Arrivals, type WaitOptions } from '../arrivals.js';
import { ActiveFlags } from './active-flags.js';
import { FakeServerError } from './errors.js';
import { soon } from './event-loop.js';
import { FakeItem, type ItemHost } from './fake-item.js';
import type { FakeThread } from './fake-thread.js';
import { begun, type DraftOf, finalMessage, interrupted, isKept, itemFrom } from './items.js';
import type { StoredTurn } from './stored-turn.js';
import {
  type TurnNotificationParams,
  type TurnRequestParams,
  stopsTurn,
  waitsFor,
  withIds,
  withKnown,
} from './turn-request.js';
import {
  checkCallTool,
  checkItem,
  checkMessageOptions,
  checkText,
  checkUsage,
} from './turn-check.js';
import type { TurnHost, TurnInit } from './turn-host.js';
import type { UsageDraft } from './usage.js';
import type { Voice } from './wire.js';

/** How an agent message is said. */
export interface MessageOptions {
  /** Default: none, which counts as a final answer. */
  readonly phase?: MessagePhase | null | undefined;
  /** Id of the item; unique by default. */
  readonly id?: string | undefined;
}

/**
 * A turn that a fake server runs. Scripts and tests say by it what happens in the turn; it is over
 * when the script returns, or when somebody ends it. What is said after that throws a
 * `FakeServerError` `turn_over`, which ends a script that has been interrupted; what waits for the
 * client then rejects with it, however the client has gone.
 *
 * @example
 * const fake = new FakeAppServer({
 *   turns: async (turn) => {
 *     turn.message('One moment.', { phase: 'commentary' });
 *     const command = turn.startItem({ type: 'commandExecution', command: 'make' });
 *     const { decision } = await turn.request('item/commandExecution/requestApproval', {});
 *     command.complete({ status: decision === 'accept' ? 'completed' : 'declined' });
 *     return 'Built.';
 *   },
 * });
 */
export class FakeTurn {
  /** The turn's id on the wire. */
  readonly id: string;
  /** The id of its thread. */
  readonly threadId: string;
  /** What it is for: a message of the user, a review, or compaction. */
  readonly kind: 'user' | 'review' | 'compact';
  /** What the client started it with. */
  readonly params: TurnStartParams;
  /** Settles with the turn as history keeps it, when it has ended; never rejects. */
  readonly ended: Promise<Turn>;
  readonly #thread: TurnHost;
  readonly #voice: Voice;
  readonly #stored: StoredTurn;
  readonly #end = deferred<Turn>();
  readonly #abort = new AbortController();
  readonly #items: FakeItem[] = [];
  readonly #steers: Arrivals<TurnSteerParams>;
  readonly #flags: ActiveFlags;
  #saidUsage = false;
  /** What the client was asked when it answered that the turn shall stop. */
  #stopped: { readonly itemId?: string | undefined } | undefined;

  /** @internal */
  constructor(thread: TurnHost, voice: Voice, init: TurnInit) {
    const { stored, params, kind } = init;
    this.#thread = thread;
    this.#voice = voice;
    this.#stored = stored;
    this.id = stored.id;
    this.kind = kind;
    this.threadId = thread.id;
    this.params = params;
    this.ended = this.#end.promise;
    this.#flags = new ActiveFlags((activeFlags) => {
      thread.setStatus({ type: 'active', activeFlags });
    });
    this.#steers = new Arrivals({
      timeoutMs: thread.timeoutMs,
      what: 'steers',
      until: 'the turn',
      error: (message) => new FakeServerError('not_received', message),
    });
  }

  /** The thread that it is a turn of. */
  get thread(): FakeThread {
    return this.#thread;
  }

  /** What the user said. */
  get input(): readonly UserInput[] {
    return this.params.input;
  }

  /** The texts of the input, one a line. */
  get text(): string {
    return this.input.flatMap((item) => (item.type === 'text' ? [item.text] : [])).join('\n');
  }

  /** What has happened in it so far, and what goes on, in the order in which it began. */
  get items(): readonly ThreadItem[] {
    return this.#items.map(({ item }) => item);
  }

  /** Whether it has ended. */
  get isOver(): boolean {
    return this.#stored.isOver;
  }

  /** Aborts when the turn has ended, however it did. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What the client has steered it with, oldest first. */
  get steers(): readonly TurnSteerParams[] {
    return this.#steers.all;
  }

  /**
   * The oldest steer that no earlier call has returned, as soon as it is there. Rejects with a
   * `FakeServerError`: `turn_over` if the turn ends before, `not_received` if none comes in time.
   */
  nextSteer(options: WaitOptions = {}): Promise<TurnSteerParams> {
    return this.#whileRunning(this.#steers.take(options));
  }

  /** A whole agent message; each string of a list is one delta. */
  message(text: string | readonly string[], options: MessageOptions = {}): AgentMessageThreadItem {
    checkText(text);
    const message = this.startMessage(options);
    for (const delta of typeof text === 'string' ? [text] : text) message.delta(delta);
    return message.complete();
  }

  /** An agent message that is said in pieces: `delta` and in the end `complete`. */
  startMessage(options: MessageOptions = {}): FakeItem<'agentMessage'> {
    checkMessageOptions(options);
    const { phase = null, id } = options;
    return this.startItem({ type: 'agentMessage', phase, ...(id === undefined ? {} : { id }) });
  }

  /** A whole reasoning item with a summary. */
  reasoning(summary: string): ThreadItem {
    return this.startItem({ type: 'reasoning' }).delta(summary).complete();
  }

  /** An item that is started and completed, as the draft says it is in the end. */
  item<T extends ThreadItem['type']>(draft: DraftOf<T>): Extract<ThreadItem, { type: T }> {
    this.#assertGoesOn();
    checkItem(draft, (id) => this.#items.some((item) => item.id === id));
    const { type, id = this.#thread.newId(type) } = draft;
    // Looked at as a whole first, so that nothing is said of an item that does not fit.
    const whole = itemFrom(draft, { id, cwd: this.#thread.cwd });
    const ids = { threadId: this.threadId, turnId: this.id };
    this.#voice.assertFits('item/completed', { ...ids, item: whole, completedAtMs: 0 });
    return this.startItem<T>({ ...begun(draft), id }).complete(draft);
  }

  /** Starts an item. Those that are still open when the turn completes are completed with it. */
  startItem<T extends ThreadItem['type']>(draft: DraftOf<T>): FakeItem<T> {
    this.#assertGoesOn();
    checkItem(draft, (id) => this.#items.some((item) => item.id === id));
    const id = draft.id ?? this.#thread.newId(draft.type);
    const whole = itemFrom(draft, { id, cwd: this.#thread.cwd });
    const item = new FakeItem<T>(this.#itemHost, whole);
    this.#items.push(item as unknown as FakeItem);
    return item;
  }

  /** Tells what a model call has used. A turn that has not told it tells zero in the end. */
  usage(usage: UsageDraft): void {
    this.#assertRunning();
    checkUsage(usage);
    const meter = this.#thread.usage;
    const tokenUsage = meter.plus(usage);
    // What is refused counts for nothing.
    this.notify('thread/tokenUsage/updated', { tokenUsage });
    meter.take(tokenUsage);
    this.#saidUsage = true;
  }

  /** Any notification, with the ids of this turn filled in. */
  notify<M extends NotificationMethod>(method: M, params: TurnNotificationParams<M>): void {
    this.#assertRunning();
    const ids = { threadId: this.threadId, turnId: this.id };
    this.#voice.notify(method, withIds(method, params, ids) as NotificationMap[M]);
  }

  /**
   * Asks the client, and resolves with its answer. What is left out is filled in: the ids of this
   * turn, its newest open item as `itemId` or `callId`, time and place. Rejects with a `JsonRpcError`
   * if the client answers with an error, with an `InvalidMessageError` if the answer does not fit, and
   * with a `FakeServerError` `turn_over` if the turn ends before. When no client has the thread open,
   * nobody is asked, and the turn waits, as the runtime's does.
   *
   * After the decision `'cancel'` of an approval the turn is interrupted, as by the runtime: what is
   * open may still be completed at once, and nothing new begins.
   */
  request<M extends ServerRequestMethod>(
    method: M,
    params: TurnRequestParams<M>,
    options: WaitOptions = {},
  ): Promise<ServerRequestMap[M]['result']> {
    return this.#whileRunning(this.#ask(method, params, options));
  }

  async #ask<M extends ServerRequestMethod>(
    method: M,
    params: TurnRequestParams<M>,
    options: WaitOptions = {},
  ): Promise<ServerRequestMap[M]['result']> {
    this.#assertGoesOn();
    const flag = waitsFor(method);
    const itemId = this.#openItem()?.id ?? this.#thread.newId('call');
    const ids = { threadId: this.threadId, turnId: this.id };
    const known = { ids, itemId, cwd: this.#thread.cwd };
    if (flag) this.#flags.raise(flag);
    try {
      const full = withKnown(method, params, known) as ServerRequestMap[M]['params'];
      const answer = await this.#voice.request(method, full, options);
      if (stopsTurn(method, answer)) this.#stop(full as { readonly itemId?: string });
      return answer;
    } finally {
      if (flag && !this.isOver) this.#flags.lower(flag);
    }
  }

  /** Calls a tool of the client, as an item of the turn. */
  callTool(
    tool: string,
    args: unknown = {},
    options: { readonly namespace?: string | null | undefined } = {},
  ): Promise<DynamicToolCallResponse> {
    return this.#whileRunning(this.#call(tool, args, options));
  }

  async #call(
    tool: string,
    args: unknown,
    options: { readonly namespace?: string | null | undefined },
  ): Promise<DynamicToolCallResponse> {
    checkCallTool(options);
    const call = { tool, namespace: options.namespace ?? null, arguments: args };
    const item = this.startItem({ type: 'dynamicToolCall', ...call });
    const answer = await this.#ask('item/tool/call', { ...call, callId: item.id });
    const status = answer.success ? 'completed' : 'failed';
    item.complete({ ...answer, status });
    return answer;
  }

  /** Ends the turn as one that has done its work. Does nothing if it is over. */
  complete(): void {
    if (this.#stopped) this.interrupt();
    if (this.isOver) return;
    for (const item of this.#items) if (item.isOpen) item.complete();
    // Those of a review are the reviewer's.
    if (!this.#saidUsage && this.kind !== 'review') this.usage({});
    this.#thread.ending(this);
    this.#finish({ status: 'completed' }, { type: 'idle' });
  }

  /** Ends the turn as failed. Items that are open stay so. Does nothing if it is over. */
  fail(error: string | TurnError, codexErrorInfo: CodexErrorInfo | null = null): void {
    if (this.isOver) return;
    const whole: TurnError = {
      codexErrorInfo,
      additionalDetails: null,
      misalignment: null,
      ...(typeof error === 'string' ? { message: error } : error),
    };
    this.#thread.ending(this, whole);
    this.#thread.setStatus({ type: 'systemError' });
    this.notify('error', { error: whole, willRetry: false });
    this.#finish({ status: 'failed', error: whole });
  }

  /** Ends the turn as the client's `turn/interrupt` does. Does nothing if it is over. */
  interrupt(): void {
    if (this.isOver) return;
    for (const item of this.#items) {
      const end = item.isOpen ? interrupted(item.item, this.#stopped?.itemId) : undefined;
      if (end) item.complete(end);
    }
    this.#finish({ status: 'interrupted' }, { type: 'idle' });
  }

  /** @internal Tells the client that the turn has begun, and with what. */
  begin(announce: (turn: Turn) => void = (turn) => this.#announce(turn)): void {
    this.#stored.begin();
    announce(this.toWire());
    this.#addInput(this.input, this.params.clientUserMessageId);
  }

  /** @internal The turn as it goes over the wire, without items. */
  toWire(): Turn {
    return this.#stored.toWire('notLoaded');
  }

  #announce(turn: Turn): void {
    this.#thread.setStatus({ type: 'active', activeFlags: [] });
    this.notify('turn/started', { turn });
  }

  /** What the user says, at the beginning or while the turn runs. */
  #addInput(content: readonly UserInput[], clientId: string | null = null): void {
    if (content.length === 0) return;
    const whole = content.map((item) =>
      item.type === 'text' ? { ...item, text_elements: item.text_elements ?? [] } : item,
    );
    this.startItem({ type: 'userMessage', clientId, content: whole }).complete();
  }

  /** @internal */
  steer(params: TurnSteerParams): void {
    this.#addInput(params.input, params.clientUserMessageId);
    this.#steers.add(params);
  }

  /** @internal The runtime is gone, and with it the turn: nobody is told. */
  lose(): void {
    if (this.isOver) return;
    this.#stored.end({ status: 'interrupted' });
    this.#over();
  }

  readonly #itemHost: ItemHost = {
    assertRunning: () => {
      this.#assertRunning();
    },
    notify: (method, params) => {
      this.notify(method, params);
    },
    started: (item) => {
      this.notify('item/started', { item, startedAtMs: item.startedAtMs ?? Date.now() });
    },
    completed: (item) => {
      const completedAtMs = item.completedAtMs ?? Date.now();
      // Spread, for schemas before 0.169 do not have it.
      this.notify('item/completed', { item, completedAtMs, ...{ contentTokenCount: null } });
      if (isKept(item)) this.#stored.put(item);
    },
  };

  #openItem(): FakeItem | undefined {
    return this.#items.findLast(({ isOpen }) => isOpen);
  }

  #finish(
    how: { readonly status: Turn['status']; readonly error?: TurnError },
    status?: ThreadStatus,
  ): void {
    if (status) this.#thread.setStatus(status);
    this.#stored.end(how);
    const turn = this.toWire();
    const answer = how.status === 'completed' && finalMessage(this.#stored.items);
    const summary = answer ? { items: [answer], itemsView: 'summary' as const } : {};
    this.#over();
    this.#voice.notify('turn/completed', {
      threadId: this.threadId,
      turn: { ...turn, ...summary },
    });
    this.#thread.withdraw(this.#overError());
  }

  #over(): void {
    this.#steers.close();
    this.#abort.abort();
    this.#end.resolve(this.#stored.toWire('full'));
  }

  /** The client wants no more: the turn ends when its script has had the chance to end what is open. */
  #stop(asked: { readonly itemId?: string | undefined }): void {
    this.#stopped = asked;
    soon(() => {
      this.interrupt();
    });
  }

  /**
   * What waits for the client, until the turn ends. That nobody waits for it is no unhandled rejection
   * then, since every turn ends.
   */
  #whileRunning<T>(answer: Promise<T>): Promise<T> {
    const running = answer.catch((error: unknown) => {
      this.#assertRunning();
      throw error;
    });
    void this.ended.then(() => running.catch(() => {}));
    return running;
  }

  /** As `#assertRunning`, before something new: the client may have had enough. */
  #assertGoesOn(): void {
    if (this.#stopped) this.interrupt();
    this.#assertRunning();
  }

  #assertRunning(): void {
    if (this.isOver) throw this.#overError();
  }

  #overError(): FakeServerError {
    return new FakeServerError('turn_over', `Turn ${this.id} has ended`);
  }
}
