import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import { Codex, defer, type Thread, type TurnHandle } from '../../runtime/index.js';
import { MemoryTransport } from '../support/memory-transport.js';
import type { ClientTimers } from './client-timers.js';

type Message = Record<string, unknown>;

/** One thing that happens; `a` and `b` choose what to, among what there is. */
export interface Step {
  readonly act: Act;
  readonly a: number;
  readonly b: number;
  /** How many microtasks run before the next step; 4 stands for all that there are. */
  readonly pause: number;
}

/** What a reader of a turn has got. */
interface Reading {
  readonly turnId: string;
  readonly deltas: string[];
  /** How many deltas it may have missed: those from before it, unless it is the first. */
  readonly from: number;
  readonly iterator: AsyncIterator<unknown>;
  /** Whether it has been told that nothing follows, or was left. */
  over: 'no' | 'ended' | 'left';
}

interface PeerTurn {
  readonly id: string;
  readonly threadId: string;
  readonly deltas: string[];
  /** How many deltas there were when a client last asked for the turn. */
  from: number;
  over: boolean;
  /** Whether the client may have been told of an end that was not this one. */
  doubtful: boolean;
}

interface Unanswered {
  readonly id: number;
  readonly method: string;
  readonly params: Message;
  /** The turn that a `turn/start` has begun or joined. */
  readonly turn: PeerTurn | undefined;
}

const ask = 'item/fileChange/requestApproval';
const askOpen = 'item/tool/requestUserInput';
const askForEver = 'item/permissions/requestApproval';

/** A client and its peer, to whom things happen in any order. It notes what goes against the rules. */
export class RandomWorld {
  readonly broken: string[] = [];
  readonly #timers: ClientTimers;
  readonly #transport = new MemoryTransport();
  readonly #codex: Codex;
  readonly #threads: Thread[] = [];
  readonly #controllers: AbortController[] = [];
  readonly #handles: TurnHandle[] = [];
  readonly #readings: Reading[] = [];
  readonly #turns: PeerTurn[] = [];
  /** Requests of the client that were not answered. */
  readonly #unanswered: Unanswered[] = [];
  readonly #answeredIds: number[] = [];
  /** Requests of the server by id, and how often each was answered. */
  readonly #asked = new Map<number, { message: Message; answers: number; needless: boolean }>();
  /** What was promised and has not settled. */
  readonly #pending = new Set<string>();
  #promises = 0;
  #tokens = 0;

  constructor(timers: ClientTimers) {
    this.#timers = timers;
    this.#transport.onSend = (text) => this.#receive(JSON.parse(text) as Message);
    this.#codex = new Codex({
      transport: this.#transport,
      maxInFlight: 4,
      requestTimeoutMs: 5000,
      retry: { maxAttempts: 2, initialDelayMs: 100, jitterRatio: 0 },
      handlers: {
        userInput: defer,
        permissionsApproval: () => new Promise(() => {}),
      },
      onWarning: () => {},
      onProtocolError: () => {},
      onHandlerError: () => {},
    });
  }

  async begin(): Promise<void> {
    for (let index = 0; index < 2; index++) this.#threads.push(await this.#codex.threadStart());
  }

  async take({ act, a, b, pause }: Step): Promise<void> {
    this.#acts[act](a, b);
    if (pause >= 4) await setImmediate();
    else for (let tick = 0; tick < pause; tick++) await Promise.resolve();
  }

  /** Ends it in one of several ways, and looks at what is left. */
  async end(how: number): Promise<void> {
    if (how === 1) this.#transport.end({ reason: 'exited', exitCode: 1 });
    if (how === 2) {
      // The transport takes nothing more, and tells of its end later.
      this.#transport.onSend = () => Promise.reject(new Error('broken pipe'));
      this.#promise('call after the break', this.#codex.models());
      await setImmediate();
      this.#transport.end({ reason: 'failed', error: new Error('broken pipe') });
    }
    if (how === 3) await this.#letEverythingEnd();
    await this.#codex.close();
    await setImmediate();
    for (const name of this.#pending) this.broken.push(`${name} is still pending`);
    for (const from of this.#timers.left) this.broken.push(`a timer is left, set ${from}`);
    for (const { signal } of this.#controllers) {
      if (getEventListeners(signal, 'abort').length > 0) this.broken.push('a listener is left');
    }
    if (this.#codex.openRequests.size > 0) this.broken.push('a request is still open');
    if (!this.#codex.signal.aborted) this.broken.push('the signal has not aborted');
    for (const [id, { answers, message, needless }] of this.#asked) {
      const due = message['method'] === ask && !needless ? 1 : 0;
      if (answers > 1 || answers < due) this.broken.push(`${id} was answered ${answers} times`);
    }
    for (const reading of this.#readings) this.#check(reading);
  }

  /** With a peer that answers everything, nothing waits for the end of the client. */
  async #letEverythingEnd(): Promise<void> {
    for (let round = 0; round < 100; round++) {
      while (this.#unanswered.length > 0) this.#acts.answer(0, 0);
      for (const turn of this.#turns) if (!turn.over) this.#endTurn(turn, 'completed');
      // No deadline passes, but the pause before another try.
      vi.advanceTimersByTime(round === 0 ? 100 : 0);
      await setImmediate();
    }
    for (const name of this.#pending) this.broken.push(`${name} waits for nothing`);
  }

  /** A reader has all deltas of its turn from some point on, without a gap, as far as it has read. */
  #check({ turnId, deltas, from, over }: Reading): void {
    const turn = this.#turns.find(({ id }) => id === turnId);
    if (!turn) return;
    const start = deltas.length === 0 ? turn.deltas.length : Number(deltas[0]);
    const expected = turn.deltas.slice(start, start + deltas.length);
    const whole = over !== 'ended' || turn.doubtful || start + deltas.length === turn.deltas.length;
    const begun = deltas.length === 0 || start <= from;
    if (whole && begun && deltas.every((delta, index) => delta === expected[index])) return;
    this.broken.push(`${turnId}: read ${deltas.join()} of ${turn.deltas.join()} from ${from}`);
  }

  readonly #acts = {
    call: (a: number, b: number): void => {
      const token = `token-${this.#tokens++}`;
      const method = ['peer/normal', 'command/exec', 'turn/steer'][a % 3] as string;
      const timeoutMs = [undefined, 50, 2000, Infinity][b % 4];
      const signal = this.#signal(b);
      const call = this.#codex.rpc.requestUntyped(method, { token }, { timeoutMs, signal });
      this.#promise(
        `${method} ${token}`,
        call.then((result) => {
          if ((result as Message)['token'] !== token) this.broken.push(`${token}: wrong answer`);
        }),
      );
    },
    startTurn: (a: number, b: number): void => {
      const thread = this.#threads[a % this.#threads.length];
      const timeoutMs = [undefined, undefined, 3000][b % 3];
      const starting = thread?.turn('Go', { signal: this.#signal(a + b), timeoutMs });
      if (!starting) return;
      this.#promise(
        'turn()',
        starting.then((turn) => {
          this.#handles.push(turn);
          this.#promise(`run() of ${turn.id}`, turn.run());
          for (let count = 0; count < b % 3; count++) this.#read(turn);
        }),
      );
    },
    read: (a: number): void => {
      const turn = this.#pick(this.#handles, a);
      if (turn) this.#read(turn);
    },
    next: (a: number): void => {
      const reading = this.#pick(this.#readings, a);
      if (!reading || reading.over !== 'no') return;
      this.#promise(
        'next()',
        reading.iterator.next().then(({ done, value }) => {
          if (done && reading.over === 'no') reading.over = 'ended';
          const { method, params } = (value ?? {}) as { method?: string; params?: Message };
          if (method === 'item/agentMessage/delta')
            reading.deltas.push(params?.['delta'] as string);
        }),
      );
    },
    leave: (a: number): void => {
      const reading = this.#pick(this.#readings, a);
      if (!reading) return;
      reading.over = 'left';
      this.#promise('return()', reading.iterator.return?.() ?? Promise.resolve());
    },
    abort: (a: number): void => {
      this.#pick(this.#controllers, a)?.abort(new Error('because'));
    },
    interrupt: (a: number): void => {
      const turn = this.#pick(this.#handles, a);
      if (turn) this.#promise('interrupt()', turn.interrupt());
    },
    dispose: (a: number): void => {
      const turn = this.#pick(this.#handles, a);
      if (turn) this.#promise('dispose', turn[Symbol.asyncDispose]());
    },
    unsubscribe: (a: number): void => {
      const thread = this.#pick(this.#threads, a);
      const params = { threadId: thread?.id ?? '' };
      this.#promise('unsubscribe', this.#codex.rpc.thread.unsubscribe(params));
    },
    answerOpen: (a: number): void => {
      const open = this.#pick([...this.#codex.openRequests.values()], a);
      if (!open?.respond({ answers: {} })) return;
      if (open.respond({ answers: {} })) this.broken.push('one request took two answers');
    },

    answer: (a: number, b: number): void => {
      const [request] = this.#unanswered.splice(a % (this.#unanswered.length || 1), 1);
      if (!request) return;
      const { id, turn } = request;
      if (turn && b % 6 > 2) turn.over = true;
      const outcomes = [
        ...Array.from({ length: 3 }, () => ({ result: this.#result(request) })),
        { error: { code: -32600, message: 'thread not found' } },
        { error: { code: -32001, message: 'Server overloaded; retry later.' } },
        { error: 'no error object' },
      ];
      this.#answeredIds.push(id);
      this.#transport.receive({ id, ...outcomes[b % outcomes.length] });
    },
    answerAgain: (a: number, b: number): void => {
      const id = b % 2 === 0 ? this.#pick(this.#answeredIds, a) : 1_000_000 + a;
      this.#transport.receive({ id, result: { token: 'a wrong one' } });
    },
    delta: (a: number): void => {
      const turn = this.#running(a);
      if (!turn) return;
      const delta = `${turn.deltas.length}`;
      turn.deltas.push(delta);
      const { id: turnId, threadId } = turn;
      this.#notify('item/agentMessage/delta', { threadId, turnId, itemId: 'm', delta });
    },
    endTurn: (a: number, b: number): void => {
      const turn = this.#running(a);
      if (turn) this.#endTurn(turn, ['completed', 'failed', 'interrupted'][b % 3] as string);
    },
    status: (a: number, b: number): void => {
      const threadId = this.#pick(this.#threads, a)?.id;
      const type = ['idle', 'active', 'notLoaded'][b % 3];
      this.#notify('thread/status/changed', { threadId, status: { type } });
    },
    closeThread: (a: number): void => {
      this.#notify('thread/closed', { threadId: this.#pick(this.#threads, a)?.id });
    },
    ask: (a: number, b: number): void => {
      const turn = this.#running(a);
      const id = this.#asked.size;
      const method = [ask, askOpen, askForEver][b % 3];
      const ids = turn && { threadId: turn.threadId, turnId: turn.id };
      const message = { id, method, params: { ...ids, itemId: 'x' } };
      this.#asked.set(id, { message, answers: 0, needless: false });
      this.#transport.receive(message);
    },
    askAgain: (a: number): void => {
      const asked = this.#pick([...this.#asked.values()], a);
      if (asked) this.#transport.receive(asked.message);
    },
    resolve: (a: number): void => {
      if (this.#asked.size === 0) return;
      const requestId = a % this.#asked.size;
      const asked = this.#asked.get(requestId);
      if (asked) asked.needless = true;
      this.#notify('serverRequest/resolved', { threadId: 'thread-0', requestId });
    },
    rubbish: (a: number): void => {
      const lines = ['no json', '[]', 'null', '{}', '{"id":null,"result":1}', '{"method":"new"}'];
      this.#transport.receive(lines[a % lines.length]);
    },
    time: (a: number): void => {
      vi.advanceTimersByTime([1, 100, 2500, 6000][a % 4] as number);
    },
  };

  #receive(message: Message): Promise<void> {
    const { id, method, params } = message as { id: number; method?: string; params: Message };
    if (method === undefined) {
      const asked = this.#asked.get(id);
      if (asked) asked.answers++;
      else this.broken.push(`answered ${id}, which was never asked`);
    } else if (id !== undefined) {
      const turn = method === 'turn/start' ? this.#startTurn(params['threadId']) : undefined;
      const request = { id, method, params, turn };
      if (method !== 'initialize' && method !== 'thread/start') this.#unanswered.push(request);
      else queueMicrotask(() => this.#transport.receive({ id, result: this.#result(request) }));
    }
    return Promise.resolve();
  }

  /** On a busy thread it joins the running turn. */
  #startTurn(threadId: unknown): PeerTurn {
    let turn = this.#turns.find((other) => other.threadId === threadId && !other.over);
    if (!turn) {
      const id = `turn-${this.#turns.length}`;
      turn = {
        id,
        threadId: threadId as string,
        deltas: [],
        from: 0,
        over: false,
        doubtful: false,
      };
      this.#turns.push(turn);
    }
    turn.from = turn.deltas.length;
    return turn;
  }

  #result({ method, params, turn }: Unanswered): unknown {
    switch (method) {
      case 'initialize':
        return { userAgent: 'random/0.169.0 (test)', codexHome: '/' };
      case 'thread/start':
        return { thread: { id: `thread-${this.#threads.length}` }, sandbox: { type: 'readOnly' } };
      case 'turn/start':
        return { turn: { id: turn?.id, items: [], status: 'inProgress' } };
      case 'turn/interrupt':
        for (const turn of this.#turns) {
          if (turn.threadId === params['threadId'] && !turn.over && this.#tokens % 2 === 0) {
            this.#endTurn(turn, 'interrupted');
          }
        }
        return {};
      case 'thread/turns/list':
        for (const other of this.#turns) other.doubtful = true;
        return { data: this.#turns.map(({ id }) => ({ id, items: [], status: 'completed' })) };
      default:
        return { token: params['token'] };
    }
  }

  #read(turn: TurnHandle): void {
    const { id: turnId } = turn;
    const known = this.#turns.find(({ id }) => id === turnId);
    const isFirst = !this.#readings.some((reading) => reading.turnId === turnId);
    const from = (isFirst ? known?.from : known?.deltas.length) ?? 0;
    const iterator = turn.stream();
    this.#readings.push({ turnId, deltas: [], from, iterator, over: 'no' });
  }

  #running(index: number): PeerTurn | undefined {
    return this.#pick(
      this.#turns.filter(({ over }) => !over),
      index,
    );
  }

  #endTurn(turn: PeerTurn, status: string): void {
    turn.over = true;
    const { id, threadId } = turn;
    // What the turn asked for needs no answer any more.
    for (const asked of this.#asked.values()) {
      if ((asked.message['params'] as Message)['turnId'] === id) asked.needless = true;
    }
    this.#notify('turn/completed', { threadId, turn: { id, items: [], status } });
  }

  #signal(choice: number): AbortSignal | undefined {
    if (choice % 3 !== 0) return undefined;
    const controller = new AbortController();
    this.#controllers.push(controller);
    return controller.signal;
  }

  #promise(name: string, promise: Promise<unknown>): void {
    const key = `${name} (${this.#promises++})`;
    this.#pending.add(key);
    const settled = (): void => void this.#pending.delete(key);
    promise.then(settled, settled);
  }

  #notify(method: string, params: Message): void {
    this.#transport.receive({ method, params, emittedAtMs: 1 });
  }

  #pick<T>(all: readonly T[], index: number): T | undefined {
    return all[index % (all.length || 1)];
  }

  static readonly acts = [
    'call',
    'startTurn',
    'read',
    'next',
    'leave',
    'abort',
    'interrupt',
    'dispose',
    'unsubscribe',
    'answerOpen',
    'answer',
    'answerAgain',
    'delta',
    'endTurn',
    'status',
    'closeThread',
    'ask',
    'askAgain',
    'resolve',
    'rubbish',
    'time',
  ] as const;
}

export type Act = (typeof RandomWorld.acts)[number];
