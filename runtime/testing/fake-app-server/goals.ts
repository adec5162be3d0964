import type { ThreadGoal, ThreadGoalSetParams, TurnError } from '../../../generated/types.js';
import { ConfigurationError } from '../../util/configuration-error.js';
import { rpcError } from './errors.js';
import { soon } from './event-loop.js';
import type { GoalChanges } from './fake-thread.js';
import type { FakeTurn } from './fake-turn.js';
import type { StoredThread } from './stored-thread.js';
import type { Wire } from './wire.js';

export interface GoalsOptions {
  readonly wire: Wire;
  /** Starts a turn of the goal. */
  readonly start: (thread: StoredThread) => void;
  /** Whether a test says what happens in turns. If not, a goal is reached with its first one. */
  readonly isScripted: () => boolean;
}

/** The longest objective, in characters. */
const maxObjective = 4000;

/** What threads work towards, in turns that the server starts one after the other. */
export class Goals {
  readonly #options: GoalsOptions;
  /** The tokens that a thread had used when they were last counted for its goal. */
  readonly #counted = new WeakMap<StoredThread, number>();

  constructor(options: GoalsOptions) {
    this.#options = options;
  }

  /** What a client sets. */
  set(thread: StoredThread, params: Omit<ThreadGoalSetParams, 'threadId'>): ThreadGoal {
    const { objective, status, tokenBudget } = params;
    const changes = {
      ...(typeof objective === 'string' ? { objective } : {}),
      ...(status ? { status } : {}),
      ...(tokenBudget === undefined ? {} : { tokenBudget }),
    };
    const problem = problemOf(thread, changes);
    if (problem !== undefined) throw rpcError(-32600, problem);
    return this.#change(thread, changes);
  }

  /** What the agent sets, in whose place the test is. */
  setByAgent(thread: StoredThread, changes: GoalChanges): ThreadGoal {
    const problem = problemOf(thread, changes);
    if (problem !== undefined) throw new ConfigurationError(`setGoal: ${problem}`);
    const goal = this.#change(thread, changes);
    this.tell(thread, thread.activeTurn);
    this.goOn(thread);
    return goal;
  }

  /** Tells how the goal stands, and by which turn if it is one that has changed it. */
  tell(thread: StoredThread, turn?: FakeTurn): void {
    const { id: threadId, goal, loaded } = thread;
    if (!loaded) return;
    if (goal) {
      const turnId = turn?.id ?? null;
      this.#options.wire.notify('thread/goal/updated', { threadId, turnId, goal });
    } else this.#options.wire.notify('thread/goal/cleared', { threadId });
  }

  /** What a turn has come to counts for the goal, and is told before its end. */
  ending(thread: StoredThread, turn: FakeTurn, error: TurnError | undefined): void {
    const { goal } = thread;
    if (!goal) return;
    this.goOn(thread);
    const used = thread.usage.usage.total.totalTokens;
    const tokensUsed = goal.tokensUsed + used - (this.#counted.get(thread) ?? 0);
    this.#counted.set(thread, used);
    const status = this.#statusAfter({ ...goal, tokensUsed }, turn, error);
    if (status === goal.status && tokensUsed === goal.tokensUsed) return;
    thread.goal = { ...goal, tokensUsed, status, updatedAt: now() };
    this.tell(thread, turn);
  }

  /**
   * Starts the next turn if the thread is free and its goal not reached: not at once, so that there is
   * time for others even where a goal never ends.
   */
  goOn(thread: StoredThread): void {
    soon(() => {
      if (thread.loaded && !thread.activeTurn && thread.goal?.status === 'active') {
        this.#options.start(thread);
      }
    });
  }

  #statusAfter(
    goal: ThreadGoal,
    turn: FakeTurn,
    error: TurnError | undefined,
  ): ThreadGoal['status'] {
    const { status, tokenBudget, tokensUsed } = goal;
    if (status !== 'active') return status;
    if (error) return error.codexErrorInfo === 'usageLimitExceeded' ? 'usageLimited' : 'blocked';
    if (typeof tokenBudget === 'number' && tokensUsed >= tokenBudget) return 'budgetLimited';
    const isOfGoal = turn.kind === 'user' && turn.input.length === 0;
    return isOfGoal && !this.#options.isScripted() ? 'complete' : 'active';
  }

  #change(thread: StoredThread, changes: GoalChanges): ThreadGoal {
    const { objective } = changes;
    if (!thread.goal) this.#counted.set(thread, thread.usage.usage.total.totalTokens);
    thread.goal = {
      ...(thread.goal ?? fresh(thread.id)),
      ...changes,
      ...(objective === undefined ? {} : { objective: objective.trim() }),
      updatedAt: now(),
    };
    return thread.goal;
  }
}

/** Why the runtime would not take the changes. */
function problemOf(thread: StoredThread, changes: GoalChanges): string | undefined {
  const { objective, tokenBudget } = changes;
  if (thread.ephemeral) return `ephemeral thread does not support goals: ${thread.id}`;
  if (objective?.trim() === '') return 'goal objective must not be empty';
  if (objective !== undefined && Array.from(objective.trim()).length > maxObjective) {
    return `goal objective must be at most ${String(maxObjective)} characters`;
  }
  if (typeof tokenBudget === 'number' && tokenBudget <= 0) {
    return 'goal budgets must be positive when provided';
  }
  if (!thread.goal && objective === undefined) {
    return `cannot update goal for thread ${thread.id}: no goal exists`;
  }
  return undefined;
}

function fresh(threadId: string): ThreadGoal {
  return {
    threadId,
    objective: '',
    status: 'active',
    tokenBudget: null,
    tokensUsed: 0,
    timeUsedSeconds: 0,
    createdAt: now(),
    updatedAt: now(),
  };
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
