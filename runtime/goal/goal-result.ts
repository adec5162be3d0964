import type { ThreadGoal, ThreadItem, ThreadTokenUsage, TurnError } from '../../generated/types.js';
import type { GoalRecord, GoalStatus } from '../session/goal-record.js';
import { type TurnResult, turnResult } from '../session/turn-result.js';

/** What a goal came to. */
export interface GoalResult {
  /**
   * What it ended with: `complete`, `blocked`, `paused`, `usageLimited`, `budgetLimited`, or `cleared`
   * if the thread has no goal any more. Never `active`, unless in the result that an error holds.
   */
  readonly status: GoalStatus;
  /** The goal as it was last reported, with the tokens and the seconds that it has used. */
  readonly goal: ThreadGoal;
  /** Its turns, in order. The last one has failed if an error blocked the goal. */
  readonly turns: TurnResult[];
  /** The completed items of all turns, in order of completion. */
  readonly items: ThreadItem[];
  /** Token usage as it was last reported: `total` is the whole thread's. Null if none was. */
  readonly usage: ThreadTokenUsage | null;
  /** The final response of the last turn. */
  readonly finalResponse: string | null;
  /** Why the last turn failed; null if it did not. */
  readonly error: TurnError | null;
}

export function goalResult(record: GoalRecord): GoalResult {
  const turns = record.turns.map(({ state }) => turnResult(state));
  const last = turns.at(-1);
  return {
    status: record.status ?? 'active',
    // A handle exists only for a goal that the runtime has taken.
    goal: record.goal as ThreadGoal,
    turns,
    items: turns.flatMap(({ items }) => items),
    usage: turns.findLast(({ usage }) => usage !== null)?.usage ?? null,
    finalResponse: last?.finalResponse ?? null,
    error: last?.error ?? null,
  };
}
