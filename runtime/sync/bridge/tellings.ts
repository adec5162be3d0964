import type { CallingParts } from './calling-parts.js';
import type { Doorbell } from './doorbell.js';
import type { Thrown, ToCaller, ToWorker } from './messages.js';

/** How many news are heard before the worker is told. */
const heardAtATime = 256;

/** What is told, unpacked: the worker may drop what stands for values in it while it waits. */
interface Telling {
  readonly news: number;
  readonly id: number;
  readonly args: readonly unknown[];
}

/**
 * Calls the listeners of the program, one at a time and in order: what is told while a listener waits
 * for a call of its own waits for that listener.
 */
export class Tellings {
  readonly #parts: CallingParts;
  readonly #doorbell: Doorbell;
  readonly #post: (message: ToWorker) => void;
  readonly #warn: (message: string) => void;
  #waiting: Telling[] = [];
  #isTelling = false;
  #heard = 0;
  #acknowledged = 0;
  #failures: { readonly news: number; readonly error: Thrown }[] = [];

  constructor(
    parts: CallingParts,
    doorbell: Doorbell,
    post: (message: ToWorker) => void,
    warn: (message: string) => void,
  ) {
    this.#parts = parts;
    this.#doorbell = doorbell;
    this.#post = post;
    this.#warn = warn;
  }

  take({ news, id, args }: Extract<ToCaller, { readonly type: 'tell' }>): void {
    const telling = { news, id, args: this.#parts.unpack(args) as unknown[] };
    if (this.#isTelling) {
      this.#waiting.push(telling);
      return;
    }
    this.#isTelling = true;
    try {
      this.#tell(telling);
      while (this.#waiting.length > 0) {
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const next of waiting) this.#tell(next);
      }
    } finally {
      this.#isTelling = false;
    }
  }

  dropped(count: number): void {
    this.#warn(
      `${count} notifications reached no listener: the program made no call to the client for too long`,
    );
  }

  /** Tells the worker what has been heard. */
  acknowledge(): void {
    if (this.#heard === this.#acknowledged) return;
    const failures = this.#failures;
    this.#failures = [];
    this.#acknowledged = this.#heard;
    this.#doorbell.hear(this.#heard);
    this.#post({ type: 'heard', upTo: this.#heard, failures });
  }

  /** What is told to a listener that has been disposed of since counts as heard. */
  #tell({ news, id, args }: Telling): void {
    try {
      if (this.#parts.callbacks.has(id)) this.#parts.callbacks.call(id, args);
    } catch (error) {
      this.#failures.push({ news, error: this.#parts.packThrown(error) });
    }
    this.#heard = news;
    if (news % heardAtATime === 0) this.#doorbell.hear(news);
  }
}
