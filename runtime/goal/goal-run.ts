import type {
  ThreadGoal,
  ThreadGoalClearResponse,
  ThreadGoalGetResponse,
  ThreadGoalSetResponse,
} from '../../generated/types.js';
import type { CallOptions } from '../rpc/call.js';
import { RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import type { Hold } from '../session/event-log.js';
import { GoalRecord } from '../session/goal-record.js';
import type { Session } from '../session/session.js';
import type { Release } from '../session/turn-slots.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { GoalLostError } from './goal-errors.js';
import { goalResult } from './goal-result.js';

/**
 * How long a turn that the runtime had begun to start may take to show when the goal has ended between
 * two turns, in milliseconds.
 */
const settleMs = 100;

/** A goal that is worked at: notices when it is over, and holds its thread until then. */
export class GoalRun {
  readonly threadId: string;
  readonly record: GoalRecord;
  readonly session: Session;
  /** Keeps the events until somebody reads them. */
  readonly hold: Hold;
  readonly #release: Release;
  readonly #following: Disposable;
  readonly #ended: Deferred<void> = deferred();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;
  #interrupted = false;

  /** Follows the thread from now on; `release` frees it. */
  constructor(session: Session, threadId: string, release: Release) {
    this.session = session;
    this.threadId = threadId;
    this.#release = release;
    this.record = new GoalRecord(
      threadId,
      session.scope,
      () => {
        this.#look();
      },
      (error) => {
        this.fail(error);
      },
    );
    this.hold = this.record.log.hold();
    this.#following = session.turns.follow(threadId, this.record);
  }

  /** Whether nothing more comes. */
  get over(): boolean {
    return this.#over;
  }

  /** Whether it has ended or is about to, whatever its turn waits for. */
  get ending(): boolean {
    return this.#over || this.#interrupted;
  }

  /** Settles when the goal and its last turn have ended. Rejects if that can no longer be seen. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Sets how the goal stands. A turn that runs goes on. */
  async set(params: object, options?: CallOptions): Promise<void> {
    const { threadId } = this;
    await this.session.request(
      'thread/goal/set',
      { ...params, threadId },
      {
        ...options,
        // In its place among the notifications, which may tell something newer.
        onResult: (result) => {
          this.record.update((result as ThreadGoalSetResponse).goal);
        },
      },
    );
  }

  /**
   * Takes the goal from the thread; false if it has none, or another one since this has ended. A turn
   * that runs goes on.
   */
  async clear(options?: CallOptions): Promise<boolean> {
    if (this.#over) {
      const goal = await this.current(options);
      if (!goal || !this.record.isOf(goal)) return false;
    }
    const params = { threadId: this.threadId };
    const answer = await this.session.request('thread/goal/clear', params, options);
    return (answer as ThreadGoalClearResponse).cleared;
  }

  /** The goal that the thread has. */
  async current(options?: CallOptions): Promise<ThreadGoal | null | undefined> {
    const params = { threadId: this.threadId };
    const answer = await this.session.request('thread/goal/get', params, options);
    return (answer as ThreadGoalGetResponse).goal;
  }

  /** Pauses the goal, unless it has ended by itself, and stops its turn. */
  async interrupt(options?: CallOptions): Promise<void> {
    const { status = 'active' } = this.record;
    if (status === 'active') await this.set({ status: 'paused' }, options);
    if (this.#over) return;
    // The next turn may be about to start: an empty id stands for whatever runs.
    const params = { threadId: this.threadId, turnId: '' };
    await this.session.request('turn/interrupt', params, options);
    this.#interrupted = true;
  }

  /** Ends it with an error: the goal's end cannot be seen, or will not come. */
  fail(error: Error): void {
    if (!this.#stop(error)) return;
    this.#ended.reject(error);
  }

  /** Something has changed: is the goal over? */
  #look(): void {
    clearTimeout(this.#timer);
    const { status, running, endedWithinTurn, turns, lostFor } = this.record;
    if (this.#over || status === undefined || running) return;
    if (status !== 'active') {
      if (endedWithinTurn || lostFor !== undefined) this.#finish();
      else {
        this.#after(settleMs, () => {
          this.#finish();
        });
      }
    } else if (lostFor !== undefined) {
      this.fail(new GoalLostError(goalResult(this.record), lostFor));
    } else if (turns.at(-1)?.state.turn.status === 'interrupted') {
      // The runtime leaves the goal active then, but goes on only when another turn has ended.
      this.#after(settleMs, () => {
        void this.#pause();
      });
    } else {
      const { requestTimeoutMs } = this.session;
      this.#after(requestTimeoutMs, () => {
        this.fail(stalled(requestTimeoutMs));
      });
    }
  }

  async #pause(): Promise<void> {
    try {
      await this.set({ status: 'paused' });
    } catch (error) {
      // It may have been cleared meanwhile, which is an end as well.
      if (this.record.status === 'active') this.fail(error as Error);
    }
  }

  #finish(): void {
    if (!this.#stop()) return;
    this.#ended.resolve();
  }

  #stop(error?: Error): boolean {
    if (this.#over) return false;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#following[Symbol.dispose]();
    this.record.log.finish(error);
    this.#release();
    return true;
  }

  #after(delayMs: number, then: () => void): void {
    if (delayMs < 2 ** 31) this.#timer = setTimeout(then, delayMs);
  }
}

function stalled(timeoutMs: number): RequestTimeoutError {
  return new RequestTimeoutError(
    'thread/goal/set',
    timeoutMs,
    `The goal is active, but the runtime has started no turn for it in ${timeoutMs} ms; ` +
      'it starts none in plan mode',
  );
}
