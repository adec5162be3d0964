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
 * A gate can stand anywhere in a reply and in any number of replies; once open it stays open.
 */
export class Gate {
  /** Resolves when a reply has arrived here for the first time; all before the gate has been sent. */
  readonly reached: Promise<void>;
  readonly #opened: Promise<void>;
  readonly #arrive: () => void;
  readonly #open: () => void;
  #isOpen = false;

  constructor() {
    let arrive = (): void => {};
    let open = (): void => {};
    this.reached = new Promise((resolve) => (arrive = resolve));
    this.#opened = new Promise((resolve) => (open = resolve));
    this.#arrive = arrive;
    this.#open = open;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Lets every reply pass that waits here or comes later. Idempotent. */
  open(): void {
    this.#isOpen = true;
    this.#open();
  }

  /** Marks the gate as reached and waits until it is open. Replies do this; a tool or a handler may. */
  pass(): Promise<void> {
    this.#arrive();
    return this.#opened;
  }
}
