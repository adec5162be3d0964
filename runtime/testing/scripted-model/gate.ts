import { deferred, type Deferred } from '../../util/deferred.js';

/**
 * A point in a scripted reply where the model waits until the test lets it go on. It takes the place
 * of a sleep: what the test has to see first is awaited, then the gate is opened.
 *
 * ```ts
 * const gate = new Gate();
 * await using model = await ScriptedModel.start([reply.text(['Once upon', gate, ' a time'])]);
 * // … start a turn …
 * await gate.reached; // 'Once upon' has been sent, and nothing else will be
 * gate.open();
 * ```
 *
 * A gate can stand anywhere in a reply and in any number of replies; once open it stays open. Before
 * the first part it holds the whole HTTP answer back.
 */
export class Gate {
  readonly #reached: Deferred<void> = deferred();
  readonly #opened: Deferred<void> = deferred();
  #isOpen = false;

  /** Resolves when a reply has arrived here for the first time; all before the gate has been sent. */
  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  /** Whether replies pass without waiting. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Lets every reply pass that waits here or comes later. Idempotent. */
  open(): void {
    this.#isOpen = true;
    this.#opened.resolve();
  }

  /** Marks the gate as reached and waits until it is open. Replies do this; a tool or a handler may. */
  pass(): Promise<void> {
    this.#reached.resolve();
    return this.#opened.promise;
  }
}
