import { AbortError, RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { startTimer, type Timer } from '../util/timer.js';
import type { WaitLimits } from '../util/wait.js';

/** How long the start of a turn that is not wanted any more may take to be answered, in milliseconds. */
const graceMs = 2000;

/**
 * How long the start of a turn is waited for: until its caller wants the turn no longer, and a moment
 * more. What is answered meanwhile is a turn, which ends with what it has come to.
 */
export class StartPatience {
  readonly #method: string;
  readonly #limits: WaitLimits;
  readonly #graceMs: number;
  readonly #aborter: AbortController = new AbortController();
  readonly #onOver: () => void;
  #limit: Timer;
  #grace: Timer;
  #error: Error | undefined;

  /** `onOver` is called when the turn is not wanted any more. */
  constructor(
    { method, signal, timeoutMs }: WaitLimits & { readonly method: string },
    requestTimeoutMs: number,
    onOver: () => void,
  ) {
    this.#method = method;
    this.#limits = { signal, timeoutMs };
    this.#graceMs = Math.min(graceMs, requestTimeoutMs);
    this.#onOver = onOver;
    signal?.addEventListener('abort', this.#onAbort);
    if (timeoutMs !== undefined) this.#limit = startTimer(timeoutMs, this.#onTimeout);
  }

  /** Whether the turn is not wanted any more. */
  get isOver(): boolean {
    return this.#error !== undefined;
  }

  /** Aborts when the answer is not waited for any longer. */
  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  /** What to reject the start with that failed with `error`. */
  errorFor(error: unknown): unknown {
    const isUnanswered = error instanceof RequestTimeoutError || error instanceof AbortError;
    return isUnanswered ? (this.#error ?? error) : error;
  }

  /** Stops waiting. */
  end(): void {
    clearTimeout(this.#limit);
    clearTimeout(this.#grace);
    this.#limits.signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    const { signal } = this.#limits;
    this.#over(new AbortError(`${this.#method} was aborted`, signal?.reason));
  };

  readonly #onTimeout = (): void => {
    const { timeoutMs = Infinity } = this.#limits;
    this.#over(new RequestTimeoutError(this.#method, timeoutMs));
  };

  #over(error: Error): void {
    if (this.#error) return;
    this.#error = error;
    this.#grace = startTimer(this.#graceMs, () => {
      this.#aborter.abort(error);
    });
    this.#onOver();
  }
}
