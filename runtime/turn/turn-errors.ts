import type { CodexErrorInfo } from '../../generated/types.js';
import { AbortError, RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import type { TurnResult } from '../session/turn-result.js';
import { CodexError } from '../util/codex-error.js';

/** The turn ended as failed. What it had done until then is in `result`. */
export class TurnFailedError extends CodexError {
  override readonly name: string = 'TurnFailedError';
  /** Everything that the turn came to: items, partial items, usage, error. */
  readonly result: TurnResult;
  /** The runtime's classification of the failure; null if it gave none. */
  readonly codexErrorInfo: CodexErrorInfo | null;

  constructor(result: TurnResult) {
    super(result.error?.message ?? `The turn ended with status ${result.status}`, {
      code: 'turn_failed',
    });
    this.result = result;
    this.codexErrorInfo = result.error?.codexErrorInfo ?? null;
  }
}

/**
 * The turn's `signal` aborted, and the turn was interrupted.
 *
 * Its `name` is `'AbortError'`, on purpose: that is how programs know an abort, whatever threw it. Tell
 * it from other aborts by `instanceof TurnAbortedError`.
 */
export class TurnAbortedError extends AbortError {
  /** What the turn had come to. */
  readonly result: TurnResult;

  constructor(result: TurnResult, reason: unknown) {
    super('The turn was aborted', reason);
    this.result = result;
  }
}

/**
 * The turn's `timeoutMs` passed, and the turn was interrupted.
 *
 * Its `name` and `code` are those of every `RequestTimeoutError`, on purpose: one check finds all that
 * took too long. Tell it from others by `instanceof TurnTimeoutError`.
 */
export class TurnTimeoutError extends RequestTimeoutError {
  /** What the turn had come to. */
  readonly result: TurnResult;

  constructor(result: TurnResult, timeoutMs: number) {
    super('turn/start', timeoutMs, `The turn took longer than ${timeoutMs} ms`);
    this.result = result;
  }
}
