import { AbortError, RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { onAbort } from '../util/on-abort.js';
import { startTimer, type Timer } from '../util/timer.js';
import type { WaitLimits } from '../util/wait.js';

/** How long the start of a turn that is not wanted any more may take to be answered, in milliseconds. */
const graceMs = 2000;

/**
 * How long the start of a turn is waited for: until its caller wants the turn no longer, and a moment
 * more. What is answered meanwhile is a turn, which ends with what it has come to.
 */
export class StartPatience {
  readonly #graceMs: number;
  readonly #aborter: AbortController = new AbortController();
  readonly #onOver: () => void;
  readonly #unwatch: (() => void) | undefined;
  #limit: Timer;
  #grace: Timer;
  #error: Error | undefined;

  /** `onOver` is called when the turn is not wanted any more. */
  constructor(
    { method, signal, timeoutMs }: WaitLimits & { readonly method: string },
    requestTimeoutMs: number,
    onOver: () => void,
  ) {
    this.#graceMs = Math.min(graceMs, requestTimeoutMs);
    this.#onOver = onOver;
    this.#unwatch =
      signal &&
      onAbort(signal, () => {
        this.#over(new AbortError(`${method} was aborted`, signal.reason));
      });
    if (timeoutMs === undefined) return;
    this.#limit = startTimer(timeoutMs, () => {
      this.#over(new RequestTimeoutError(method, timeoutMs));
    });
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
    this.#unwatch?.();
  }

  #over(error: Error): void {
    if (this.#error) return;
    this.#error = error;
    this.#grace = startTimer(this.#graceMs, () => {
      this.#aborter.abort(error);
    });
    this.#onOver();
  }
}
