import type { ThreadGoalSetParams } from '../../generated/types.js';
import { invalidParams } from './invalid-params.js';
import { limited } from './work-options.js';

/** Options of `thread.goal()` and `thread.resumeGoal()`. */
export interface GoalOptions extends Omit<
  ThreadGoalSetParams,
  'objective' | 'status' | 'threadId' | 'tokenBudget'
> {
  /** Tokens that the goal may use, after which it ends with `budgetLimited`. Default: no limit. */
  readonly tokenBudget?: number | null | undefined;
  /**
   * Aborting it while the thread is not free sends nothing. Later it pauses the goal and interrupts
   * its turn; `done` then rejects with `GoalAbortedError`, whose `result` is what there was.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Limit for the whole goal, in milliseconds from its start; default none. Past it the goal is paused
   * and its turn interrupted; `done` then rejects with `GoalTimeoutError`, whose `result` is what
   * there was.
   */
  readonly timeoutMs?: number | undefined;
}

/** What goes to the runtime of a goal's options, and what limits it here. */
export interface GoalSettings {
  readonly params: Omit<ThreadGoalSetParams, 'threadId'>;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
}

const method = 'thread/goal/set';
/** The longest objective that the runtime takes, in characters. */
const maxObjective = 4000;

/**
 * The settings of a new goal, or of the one that the thread has. What is wrong is told here: a goal
 * that the runtime refuses would still have cleared the one before it.
 */
export function goalSettings(objective: string | undefined, options: GoalOptions): GoalSettings {
  const { params, call } = limited(method, options, ['objective', 'status', 'threadId']);
  if (objective !== undefined) checkObjective(objective);
  const { tokenBudget } = options;
  if (typeof tokenBudget === 'number' && !(Number.isInteger(tokenBudget) && tokenBudget > 0)) {
    throw invalidParams(
      method,
      `\`tokenBudget\` must be a positive whole number, not ${tokenBudget}`,
    );
  }
  return {
    params: { ...params, ...(objective === undefined ? {} : { objective }), status: 'active' },
    signal: call.signal,
    timeoutMs: call.timeoutMs,
  };
}

function checkObjective(objective: unknown): void {
  if (typeof objective !== 'string' || objective.trim() === '') {
    throw invalidParams(method, 'the objective must be a text that is not empty');
  }
  const { length } = Array.from(objective);
  if (length <= maxObjective) return;
  const problem = `the objective must be at most ${maxObjective} characters, not ${length}`;
  throw invalidParams(method, problem);
}
