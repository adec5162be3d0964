import type { ThreadGoal, ThreadStatus, Turn, UserInput } from '../../../generated/types.js';
import type { FakeTurn } from './fake-turn.js';
import type { ThreadSettings } from './thread-settings.js';
import type { TurnScript } from './turn-script.js';

/** What may change of a goal. */
export type GoalChanges = Partial<
  Pick<ThreadGoal, 'objective' | 'status' | 'tokenBudget' | 'tokensUsed' | 'timeUsedSeconds'>
>;

/** How a turn begins that the server starts by itself. */
export interface StartTurnOptions {
  /** What is said to the agent, as another agent says it. Default: nothing. */
  readonly input?: string | readonly UserInput[] | undefined;
  /**
   * The turn that all the work began with. By default the turn that runs in the thread that this one
   * was spawned from (`parentThreadId`), or the turn itself.
   */
  readonly rootTurnId?: string | undefined;
}

/**
 * A thread of a fake server, as a test sees it.
 *
 * @example
 * const { id } = fake.addThread({ turns: [{ input: 'Hi', reply: 'Hello!' }] });
 * await program(id);
 * assert.equal(fake.thread(id)?.turns.length, 2);
 */
export interface FakeThread {
  /** The thread's id on the wire. */
  readonly id: string;
  /** The name that a client, or the test, has given it; null without one. */
  readonly name: string | null;
  /** Whether it is archived. */
  readonly archived: boolean;
  /** Whether nothing of it is kept. */
  readonly ephemeral: boolean;
  /** Whether a client has it open: turns run in threads that are. */
  readonly loaded: boolean;
  /** What it works with: model, sandbox and so on, as the client has set it. */
  readonly settings: ThreadSettings;
  /** What was last told of it with `thread/status/changed`. */
  readonly status: ThreadStatus;
  /** The turns so far, with their items, oldest first. */
  readonly turns: readonly Turn[];
  /** The turn that runs; undefined if none does. */
  readonly activeTurn: FakeTurn | undefined;
  /** What it works towards; null if nothing was set. */
  readonly goal: ThreadGoal | null;

  /**
   * Starts a turn that no client has asked for, as the runtime does for a goal, or an agent for
   * another one. `script` says what happens in it; by default the next of the server's scripts does.
   *
   * @throws FakeServerError `not_idle` if the thread is not open, or a turn runs in it.
   */
  startTurn(script?: TurnScript, options?: StartTurnOptions): FakeTurn;

  /**
   * Sets the goal, or changes it, as the agent does by its tools: `{ status: 'complete' }` ends it.
   * Clients are told.
   *
   * @throws ConfigurationError if the runtime would not take it.
   */
  setGoal(changes: GoalChanges): ThreadGoal;
}
