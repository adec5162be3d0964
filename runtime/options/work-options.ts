import type { RequestMethod } from '../../generated/protocol.js';
import type { ReviewStartParams, ReviewTarget } from '../../generated/types.js';
import { type CallOptions, checkTimeout } from '../rpc/call.js';
import { invalidParams } from './invalid-params.js';
import { splitCallOptions } from './list-options.js';

/** Limits of a turn that is not started by input. */
export interface TurnLimits {
  /**
   * Aborting it while the thread is not free sends nothing. Later it interrupts the turn; the call
   * then rejects with `TurnAbortedError`, whose `result` is what there was.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Limit for the whole turn, in milliseconds from its start; default none. Past it the turn is
   * interrupted, and the call rejects with `TurnTimeoutError`, whose `result` is what there was.
   * A runtime that has not answered to the start two seconds later makes it a `RequestTimeoutError`.
   */
  readonly timeoutMs?: number | undefined;
}

/** Options of `thread.review()`. */
export interface ReviewOptions extends Omit<ReviewStartParams, 'threadId' | 'target'>, TurnLimits {}

/** Options of `thread.compact()`. */
export interface CompactOptions extends TurnLimits {}

/** The wire's params of a review, and its limits. */
export function reviewParams(
  target: ReviewTarget | string,
  options: ReviewOptions,
): { params: Omit<ReviewStartParams, 'threadId'>; limits: TurnLimits } {
  const method = 'review/start';
  const { params, call } = limited(method, options, ['target', 'threadId']);
  if (typeof target === 'string') {
    return {
      params: { ...params, target: { type: 'custom', instructions: target } },
      limits: call,
    };
  }
  const type = (target as { readonly type?: unknown } | null | undefined)?.type;
  if (typeof type === 'string') return { params: { ...params, target }, limits: call };
  throw invalidParams(
    method,
    "the target must be instructions as a string, or an object such as { type: 'uncommittedChanges' }",
  );
}

/** The limits of a compaction. */
export function compactLimits(options: CompactOptions): TurnLimits {
  return limited('thread/compact/start', options, ['threadId']).call;
}

/** Parts the wire's params from the limits, both checked. */
export function limited<Options extends TurnLimits>(
  method: RequestMethod,
  options: Options,
  hiddenKeys: readonly string[],
): { params: Omit<Options, keyof CallOptions>; call: CallOptions } {
  const parts = splitCallOptions(method, options, hiddenKeys);
  const { timeoutMs } = parts.call;
  if (timeoutMs !== undefined) checkTimeout(method, timeoutMs);
  return parts;
}
