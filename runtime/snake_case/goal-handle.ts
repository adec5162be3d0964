import type { ServerNotification } from '../../generated/snake_case/protocol.js';
import type { ThreadGoal } from '../../generated/snake_case/types.js';
import type {
  GoalHandle as RootGoalHandle,
  GoalResult as RootGoalResult,
  GoalStatus,
} from '../index.js';
import { type CallOptions, rootCallOptions } from './call-options.js';
import { spoken, spokenNow } from './errors.js';
import { type GoalResult, goalResult } from './goal-result.js';
import { NotificationStream } from './notifications.js';
import { respelled } from './protocol-data.js';
import { type GoalOptions, rootRequestOptions } from './request-options.js';
import { rootTurnStreamOptions, type TurnStreamOptions } from './turn-options.js';

/**
 * A goal that the runtime works at, in turns that it starts by itself.
 *
 * @example
 * const goal = await thread.goal('Make the build pass');
 * for await (const event of goal) if (event.method === 'thread/goal/updated') console.log(event.params.goal);
 * const { status, turns } = await goal.done;
 */
export class GoalHandle implements AsyncIterable<ServerNotification>, AsyncDisposable {
  /** The thread that the goal is of. */
  readonly thread_id: string;
  readonly #root: RootGoalHandle;

  /** @internal Use `thread.goal()` or `thread.resume_goal()`. */
  constructor(root: RootGoalHandle) {
    this.thread_id = root.threadId;
    this.#root = root;
  }

  /**
   * Resolves when the goal and its last turn have ended, whatever the goal ended with: see `status`
   * of the result. Never counts as an unhandled rejection. Rejects with
   * - `GoalAbortedError` or `GoalTimeoutError` if `signal` or `timeout_ms` cut the goal short; they hold
   *   the `result`;
   * - `RequestTimeoutError` if the goal stays active without a turn for `request_timeout_ms`;
   * - `GoalLostError` if the thread was closed, archived, deleted or unsubscribed from while the goal
   *   was active; it holds the `result`;
   * - `InvalidRequestError` in a handler or tool that the goal's turn waits for, unless that has been
   *   interrupted: it would wait for itself;
   * - `TransportClosedError` if the connection ended first. A restarted runtime goes on with the goal
   *   all the same: `thread.resume_goal()` follows it again.
   */
  get done(): Promise<GoalResult> {
    const done = outcome(this.#root.done);
    done.catch(() => {});
    return done;
  }

  /** The goal as it was last reported. */
  get goal(): ThreadGoal {
    return respelled('ThreadGoal', this.#root.goal);
  }

  /** How the goal stands; `'cleared'` if the thread has none any more. */
  get status(): GoalStatus {
    return this.#root.status;
  }

  /**
   * What is reported of the goal's turns and of the goal, in order, until both have ended. Events are
   * held until a first reader takes them, as those of a turn are; several may read at once. Rejects if
   * the connection ends. Leaving the loop early ends this reader and nothing else.
   */
  events(options: TurnStreamOptions = {}): AsyncIterableIterator<ServerNotification, undefined> {
    return new NotificationStream(
      spokenNow(() => this.#root.events(rootTurnStreamOptions(options))),
    );
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ServerNotification, undefined> {
    return this.events();
  }

  /**
   * Pauses the goal: its running turn goes on to its end, and no other follows; `done` resolves then.
   *
   * @throws InvalidRequestError if the goal has ended already.
   */
  pause(options?: CallOptions): Promise<void> {
    return spoken(async () => this.#root.pause(rootCallOptions('thread/goal/set', options)));
  }

  /**
   * Pauses the goal and interrupts its running turn; `done` resolves then.
   *
   * @throws InvalidRequestError if the goal has ended already.
   */
  interrupt(options?: CallOptions): Promise<void> {
    return spoken(async () => this.#root.interrupt(rootCallOptions('thread/goal/set', options)));
  }

  /**
   * Takes the goal from its thread, also when it has ended. A running turn goes on to its end; `done`
   * resolves then.
   */
  clear(options?: CallOptions): Promise<void> {
    return spoken(async () => this.#root.clear(rootCallOptions('thread/goal/clear', options)));
  }

  /**
   * Goes on with the goal after it has ended, as `thread.resume_goal()` does: waits for the thread, and
   * resolves with a handle of its own.
   *
   * @throws InvalidRequestError if the goal is active, or was cleared.
   */
  resume(options: GoalOptions = {}): Promise<GoalHandle> {
    return spoken(async () => {
      const root = rootRequestOptions('thread/goal/set', options);
      return new GoalHandle(await this.#root.resume(root));
    });
  }

  /** Pauses the goal and interrupts its turn if it has not ended, and waits for that, `request_timeout_ms` at most. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#root[Symbol.asyncDispose]();
  }
}

/** Outlives a handle that was dropped, so it must not hold it. */
function outcome(done: Promise<RootGoalResult>): Promise<GoalResult> {
  return spoken(async () => goalResult(await done));
}
