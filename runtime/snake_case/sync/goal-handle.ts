import type { ServerNotification } from '../../../generated/snake_case/protocol.js';
import type { ThreadGoal } from '../../../generated/snake_case/types.js';
import type { GoalResult, GoalStatus } from '../index.js';
import type { TwinOf } from '../../sync/bridge/members.js';
import type { RemoteOf } from '../../sync/bridge/remote.js';
import type { snakeMembers } from './snake-members.js';
import type { CallOptions, GoalOptions, TurnStreamOptions } from './options.js';

type Members = (typeof snakeMembers)['GoalHandle'];

/**
 * A goal that the runtime works at, in turns that it starts by itself.
 *
 * @example
 * using goal = thread.goal('Make the build pass');
 * for (const event of goal) if (event.method === 'thread/goal/updated') console.log(event.params.goal);
 * const { status, turns } = goal.done;
 */
export class GoalHandle implements Iterable<ServerNotification>, Disposable, TwinOf<Members> {
  /** The thread that the goal is of. */
  readonly thread_id: string;
  readonly #remote: RemoteOf<Members, GoalHandle>;

  /** @internal Use `thread.goal()` or `thread.resume_goal()`. */
  constructor(remote: RemoteOf<Members, GoalHandle>) {
    this.thread_id = remote.field('thread_id');
    this.#remote = remote;
  }

  /**
   * Waits until the goal and its last turn have ended, whatever the goal ended with: see `status` of
   * the result.
   *
   * @throws GoalTimeoutError if `timeout_ms` cut the goal short; it holds the `result`.
   * @throws RequestTimeoutError if the goal stays active without a turn for `request_timeout_ms`.
   * @throws GoalLostError if the thread was closed, archived, deleted or unsubscribed from while the
   *   goal was active; it holds the `result`.
   * @throws TransportClosedError if the connection ended first. A restarted runtime goes on with the
   *   goal all the same: `thread.resume_goal()` follows it again.
   */
  get done(): GoalResult {
    return this.#remote.read('done');
  }

  /** The goal as it was last reported. */
  get goal(): ThreadGoal {
    return this.#remote.read('goal');
  }

  /** How the goal stands; `'cleared'` if the thread has none any more. */
  get status(): GoalStatus {
    return this.#remote.read('status');
  }

  /**
   * What is reported of the goal's turns and of the goal, in order, until both have ended. Events are
   * held until a first reader takes them, as those of a turn are; several may read at once. Throws if
   * the connection ends. Leaving the loop early ends this reader and nothing else.
   */
  events(options?: TurnStreamOptions): IterableIterator<ServerNotification, undefined> {
    return this.#remote.call('events', options);
  }

  [Symbol.iterator](): IterableIterator<ServerNotification, undefined> {
    return this.events();
  }

  /**
   * Pauses the goal: its running turn goes on to its end, and no other follows; `done` returns then.
   *
   * @throws InvalidRequestError if the goal has ended already.
   */
  pause(options?: CallOptions): void {
    this.#remote.call('pause', options);
  }

  /**
   * Pauses the goal and interrupts its running turn; `done` returns then.
   *
   * @throws InvalidRequestError if the goal has ended already.
   */
  interrupt(options?: CallOptions): void {
    this.#remote.call('interrupt', options);
  }

  /**
   * Takes the goal from its thread, also when it has ended. A running turn goes on to its end; `done`
   * returns then.
   */
  clear(options?: CallOptions): void {
    this.#remote.call('clear', options);
  }

  /**
   * Goes on with the goal after it has ended, as `thread.resume_goal()` does: waits for the thread, and
   * returns a handle of its own.
   *
   * @throws InvalidRequestError if the goal is active, or was cleared.
   */
  resume(options?: GoalOptions): GoalHandle {
    return this.#remote.call('resume', options);
  }

  /** Pauses the goal and interrupts its turn if it has not ended, and waits for that, `request_timeout_ms` at most. */
  [Symbol.dispose](): void {
    this.#remote.dispose();
  }
}
