import { AsyncLocalStorage } from 'node:async_hooks';
import type { Packed, ToCaller } from './messages.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Question extends Waiting {
  /** Runs what is called while the question is being answered as if it were called from there. */
  readonly run: <T>(body: () => T) => T;
}

/** News that may wait to be heard: as many as a stream may queue by default. */
const mostNews = 65_536;
/** News after which the worker lets the calling thread catch up, if that is listening. */
const crowd = 4_096;

/** How the worker is held back. */
export interface Pace {
  /** Whether the calling thread waits for a call, and so hears news. */
  isListening(): boolean;
  /** How many news it has heard. */
  heard(): number;
  /** Blocks until it has heard more than that, with all that was said sent; false if it takes too long. */
  untilHeard(heard: number): boolean;
}

/** The functions of the calling thread, as the worker calls them. */
export class RemoteCallbacks {
  readonly #post: (message: ToCaller) => void;
  readonly #pack: (value: unknown) => Packed;
  readonly #released: FinalizationRegistry<number>;
  readonly #questions = new Map<number, Question>();
  /** Questions that nobody will answer. */
  readonly #abandoned: number[] = [];
  /** News that were not heard yet. */
  readonly #news = new Map<number, Waiting>();
  readonly #pace: Pace;
  #asked = 0;
  #told = 0;
  /** How many news had been heard when waiting for more was given up. */
  #stuckAt = -1;
  #dropped = 0;
  #isMuted = false;

  constructor(post: (message: ToCaller) => void, pack: (value: unknown) => Packed, pace: Pace) {
    this.#post = post;
    this.#pack = pack;
    this.#pace = pace;
    this.#released = new FinalizationRegistry((id) => {
      this.#post({ type: 'release', ids: [id] });
    });
  }

  /** The counterpart of a function. Its promise is settled when the function has been called. */
  counterpart(id: number, isOneWay: boolean): (...args: readonly unknown[]) => Promise<unknown> {
    const call = isOneWay
      ? (...args: readonly unknown[]) => this.#tell(id, args)
      : (...args: readonly unknown[]) => this.#ask(id, args);
    // In messages it stands where the program has put a function of its own.
    Object.defineProperty(call, 'toString', { value: () => 'a function' });
    this.#released.register(call, id);
    return call;
  }

  answer(question: number, settle: (waiting: Waiting) => void): void {
    const waiting = this.#questions.get(question);
    this.#questions.delete(question);
    if (waiting) settle(waiting);
  }

  abandon(question: number): void {
    this.#abandoned.push(question);
  }

  /** Has the client give what is abandoned its default answers, and say nothing of it. */
  async giveUp(): Promise<void> {
    this.#isMuted = true;
    for (const question of this.#abandoned.splice(0)) {
      this.answer(question, ({ reject }) => {
        reject(new Error('The client was closed before it was asked'));
      });
    }
    // The answers are given in microtasks, and sent.
    await new Promise(setImmediate);
    this.#isMuted = false;
  }

  /** News up to a number have been heard. */
  heard(upTo: number, failures: ReadonlyMap<number, unknown>): void {
    for (const [number, { resolve, reject }] of this.#news) {
      if (number > upTo) break;
      this.#news.delete(number);
      if (failures.has(number)) reject(failures.get(number));
      else resolve(undefined);
    }
    if (this.#dropped === 0) return;
    this.#post({ type: 'dropped', count: this.#dropped });
    this.#dropped = 0;
  }

  /** Runs a call that was made while a question is being answered. */
  runWithin<T>(question: number | undefined, body: () => T): T {
    const asked = question === undefined ? undefined : this.#questions.get(question);
    return asked ? asked.run(body) : body();
  }

  #ask(id: number, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const question = ++this.#asked;
      this.#questions.set(question, { resolve, reject, run: AsyncLocalStorage.snapshot() });
      this.#post({ type: 'ask', question, id, args: this.#pack(args) });
    });
  }

  #tell(id: number, args: readonly unknown[]): Promise<unknown> {
    if (this.#isMuted) return Promise.resolve();
    if (this.#news.size >= mostNews) {
      this.#dropped++;
      return Promise.resolve();
    }
    const told = new Promise((resolve, reject) => {
      const news = ++this.#told;
      this.#news.set(news, { resolve, reject });
      this.#post({ type: 'tell', news, id, args: this.#pack(args) });
    });
    this.#letCatchUp();
    // Whoever calls a listener may not look at what it returns.
    told.catch(() => {});
    return told;
  }

  /** Listeners of the asynchronous client hold it up while they run; so do those of the calling thread. */
  #letCatchUp(): void {
    for (;;) {
      const heard = this.#pace.heard();
      if (this.#told - heard < crowd || heard === this.#stuckAt) return;
      if (!this.#pace.isListening()) return;
      // It may be in a function that takes long.
      if (!this.#pace.untilHeard(heard)) this.#stuckAt = heard;
    }
  }
}
