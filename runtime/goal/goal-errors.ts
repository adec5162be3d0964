import { AbortError, RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { CodexError } from '../util/codex-error.js';
import type { GoalResult } from './goal-result.js';

/**
 * The goal's `signal` aborted: it was paused, and its turn interrupted.
 *
 * Its `name` is `'AbortError'`, on purpose: that is how programs know an abort, whatever threw it. Tell
 * it from other aborts by `instanceof GoalAbortedError`.
 */
export class GoalAbortedError extends AbortError {
  /** What the goal had come to. */
  readonly result: GoalResult;

  constructor(result: GoalResult, reason: unknown) {
    super('The goal was aborted', reason);
    this.result = result;
  }
}

/**
 * The goal's `timeoutMs` passed: it was paused, and its turn interrupted.
 *
 * Its `name` and `code` are those of every `RequestTimeoutError`, on purpose: one check finds all that
 * took too long. Tell it from others by `instanceof GoalTimeoutError`.
 */
export class GoalTimeoutError extends RequestTimeoutError {
  /** What the goal had come to. */
  readonly result: GoalResult;

  constructor(result: GoalResult, timeoutMs: number) {
    super('thread/goal/set', timeoutMs, `The goal took longer than ${timeoutMs} ms`);
    this.result = result;
  }
}

/**
 * The goal was active when its thread was closed, archived, deleted or unsubscribed from: its end cannot
 * be seen any more. On a thread that still exists `thread.resumeGoal()` goes on with it, once the thread
 * was resumed.
 */
export class GoalLostError extends CodexError {
  override readonly name: string = 'GoalLostError';
  /** The goal's thread. */
  readonly threadId: string;
  /** What the goal had come to. */
  readonly result: GoalResult;

  constructor(result: GoalResult, reason: string) {
    const { threadId } = result.goal;
    super(`The end of the goal of thread ${threadId} cannot be seen any more: ${reason}`, {
      code: 'goal_lost',
    });
    this.threadId = threadId;
    this.result = result;
  }
}
