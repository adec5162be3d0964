import type {
  ThreadGoal,
  ThreadItem,
  ThreadTokenUsage,
  TurnError,
} from '../../generated/snake_case/types.js';
import type { GoalResult as RootGoalResult, GoalStatus } from '../index.js';
import { respelled } from './protocol-data.js';
import { type TurnResult, turnResult } from './turn-result.js';

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
  readonly final_response: string | null;
  /** Why the last turn failed; null if it did not. */
  readonly error: TurnError | null;
}

export function goalResult(result: RootGoalResult): GoalResult {
  const { status, goal, turns, items, usage, finalResponse, error } = result;
  return {
    status,
    goal: respelled('ThreadGoal', goal),
    turns: turns.map(turnResult),
    items: items.map((item) => respelled('ThreadItem', item)),
    usage: usage && respelled('ThreadTokenUsage', usage),
    final_response: finalResponse,
    error: error && respelled('TurnError', error),
  };
}
