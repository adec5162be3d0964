import type { CallSite } from '../util/call-site.js';
import { CodexError } from '../util/codex-error.js';
import { onAbort } from '../util/on-abort.js';
import { startTimer, type Timer } from '../util/timer.js';
import { AbortError, ProtocolError, RequestTimeoutError } from './errors/connection-errors.js';
import { InvalidParamsError } from './errors/json-rpc-error.js';
import type { RequestId } from './message.js';

/** Options that every call takes. */
export interface CallOptions {
  /** Aborting it rejects the call with `AbortError` at once; the runtime may still do the work. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Time limit in milliseconds, counted from the call; `Infinity` for none. Default: the client's
   * `requestTimeoutMs`, and none for requests that last as long as their work. Past it the call
   * rejects with `RequestTimeoutError`.
   */
  readonly timeoutMs?: number | undefined;
}

export interface CallInit {
  readonly method: string;
  /** Params as JSON text; undefined for none. */
  readonly params: string | undefined;
  readonly queues: boolean;
  readonly timeoutMs: number;
  /** How much of that time has passed already, in milliseconds. */
  readonly waitedMs: number;
  readonly signal: AbortSignal | undefined;
  readonly callSite: CallSite;
  /** Runs in the read loop, before the next message is looked at. */
  readonly onResult: ((result: unknown) => void) | undefined;
}

/** One request on its way: from the call to its answer, deadline, abort or the connection's end. */
export class Call {
  readonly method: string;
  readonly params: string | undefined;
  /** Whether it counts towards the in-flight limit. */
  readonly queues: boolean;
  readonly promise: Promise<unknown>;
  /** Id of the try that awaits an answer. */
  id: RequestId | null = null;
  attempts = 0;
  readonly #callSite: CallSite;
  readonly #onResult: ((result: unknown) => void) | undefined;
  readonly #timeoutMs: number;
  readonly #waitedMs: number;
  readonly #signal: AbortSignal | undefined;
  #deadline: Timer;
  #pause: Timer;
  #settled = false;
  #resolve!: (result: unknown) => void;
  #reject!: (error: unknown) => void;
  #onGone: (() => void) | undefined;
  #unwatch: (() => void) | undefined;

  constructor(init: CallInit) {
    this.method = init.method;
    this.params = init.params;
    this.queues = init.queues;
    this.#callSite = init.callSite;
    this.#onResult = init.onResult;
    this.#timeoutMs = init.timeoutMs;
    this.#waitedMs = init.waitedMs;
    this.#signal = init.signal;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Starts the deadline and listens to the signal; `onGone` is told when the caller waits no more. */
  watch(onGone: () => void): void {
    this.#onGone = onGone;
    this.#deadline = startTimer(this.#timeoutMs - this.#waitedMs, () => {
      this.#giveUp(new RequestTimeoutError(this.method, this.#timeoutMs));
    });
    const signal = this.#signal;
    if (!signal) return;
    this.#unwatch = onAbort(signal, () => {
      this.#giveUp(abortError(this.method, signal.reason));
    });
  }

  /** Runs `again` after a pause, unless the call has ended by then. */
  pause(delayMs: number, again: () => void): void {
    this.#pause = startTimer(delayMs, again);
  }

  resolve(result: unknown): void {
    if (!this.#settle()) return;
    try {
      this.#onResult?.(result);
      this.#resolve(result);
    } catch (error) {
      this.#reject(this.#callSite.stamp(unusable(this.method, error)));
    }
  }

  reject(error: Error): void {
    if (this.#settle()) this.#reject(this.#callSite.stamp(error));
  }

  #giveUp(error: Error): void {
    if (this.#settled) return;
    this.#onGone?.();
    this.reject(error);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#pause);
    this.#unwatch?.();
    return true;
  }
}

/** The error for an answer that whoever asked cannot use. */
function unusable(method: string, cause: unknown): CodexError {
  if (CodexError.isCodexError(cause)) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ProtocolError(`The answer to ${method} cannot be used: ${why}`, '', { cause });
}

export function abortError(method: string, reason: unknown): AbortError {
  return new AbortError(`${method} was aborted`, reason);
}

/** Rejects a time limit that is no positive number of milliseconds. */
export function checkTimeout(method: string, timeoutMs: number): void {
  const problem = timeoutProblem(timeoutMs);
  if (problem === undefined) return;
  throw new InvalidParamsError({ method, rpcCode: -32602, message: `${method}: ${problem}` });
}

/** What is wrong with a time limit, if anything is. */
export function timeoutProblem(timeoutMs: unknown): string | undefined {
  if (typeof timeoutMs === 'number' && timeoutMs > 0) return undefined;
  return `timeoutMs must be a positive number of milliseconds or Infinity, not ${String(timeoutMs)}`;
}
