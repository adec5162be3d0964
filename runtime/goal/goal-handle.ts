import type { ServerNotification } from '../../generated/protocol.js';
import type { ThreadGoal } from '../../generated/types.js';
import type { GoalOptions } from '../options/goal-options.js';
import { goalSettings } from '../options/goal-options.js';
import { checkCallOptions } from '../options/known-keys.js';
import type { CallOptions } from '../rpc/call.js';
import { RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { InvalidRequestError } from '../rpc/errors/json-rpc-error.js';
import type { Hold } from '../session/event-log.js';
import type { GoalStatus } from '../session/goal-record.js';
import { ownWait } from '../session/own-turn.js';
import { abandonedHolds } from '../turn/abandoned-holds.js';
import { TurnCutoff } from '../turn/turn-cutoff.js';
import { readerOptions, type TurnStreamOptions } from '../turn/turn-stream.js';
import { called, CallSite } from '../util/call-site.js';
import { GoalAbortedError, GoalTimeoutError } from './goal-errors.js';
import { type GoalResult, goalResult } from './goal-result.js';
import type { GoalRun } from './goal-run.js';
import { startGoal } from './start-goal.js';

const method = 'thread/goal/set';

/** What the caller has set as limits of a goal. */
type GoalLimits = Pick<GoalOptions, 'signal' | 'timeoutMs'>;

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
  readonly threadId: string;
  readonly #run: GoalRun;
  readonly #cutoff: TurnCutoff;
  readonly #hold: Hold;
  readonly #done: Promise<GoalResult>;

  /** @internal Use `thread.goal()` or `thread.resumeGoal()`. */
  constructor(run: GoalRun, limits: GoalLimits) {
    this.threadId = run.threadId;
    this.#run = run;
    this.#hold = run.hold;
    this.#cutoff = new TurnCutoff({
      signal: limits.signal,
      timeoutMs: limits.timeoutMs ?? Infinity,
      graceMs: run.session.requestTimeoutMs,
      interrupt: () => run.interrupt(),
      ended: run.ended,
    });
    this.#done = outcome(run, this.#cutoff, limits.timeoutMs ?? Infinity);
    this.#done.catch(() => {});
    abandonedHolds.register(this, this.#hold, this);
  }

  /**
   * Resolves when the goal and its last turn have ended, whatever the goal ended with: see `status`
   * of the result. Never counts as an unhandled rejection. Rejects with
   * - `GoalAbortedError` or `GoalTimeoutError` if `signal` or `timeoutMs` cut the goal short; they hold
   *   the `result`;
   * - `RequestTimeoutError` if the goal stays active without a turn for `requestTimeoutMs`;
   * - `GoalLostError` if the thread was closed, archived, deleted or unsubscribed from while the goal
   *   was active; it holds the `result`;
   * - `InvalidRequestError` in a handler or tool that the goal's turn waits for, unless that has been
   *   interrupted: it would wait for itself;
   * - `TransportClosedError` if the connection ended first. A restarted runtime goes on with the goal
   *   all the same: `thread.resumeGoal()` follows it again.
   */
  get done(): Promise<GoalResult> {
    const ended = this.#done;
    // A goal may take long, and whoever waits for it must not hold the handle.
    const refused = this.#run.ending || this.#cutoff.cut ? undefined : this.#ownWait();
    const done = called(() => (refused ? Promise.reject(refused) : ended), new CallSite().build());
    done.catch(() => {});
    return done;
  }

  /** The goal as it was last reported. */
  get goal(): ThreadGoal {
    return this.#run.record.goal as ThreadGoal;
  }

  /** How the goal stands; `'cleared'` if the thread has none any more. */
  get status(): GoalStatus {
    return this.#run.record.status ?? 'active';
  }

  /**
   * What is reported of the goal's turns and of the goal, in order, until both have ended. Events are
   * held until a first reader takes them, as those of a turn are; several may read at once. Rejects if
   * the connection ends. Leaving the loop early ends this reader and nothing else.
   */
  events(options: TurnStreamOptions = {}): AsyncIterableIterator<ServerNotification, undefined> {
    const { log } = this.#run.record;
    const reader = log.read(readerOptions(this.threadId, options), this.#hold.position);
    this.#hold.release();
    abandonedHolds.unregister(this);
    return reader;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ServerNotification, undefined> {
    return this.events();
  }

  /**
   * Pauses the goal: its running turn goes on to its end, and no other follows; `done` resolves then.
   *
   * @throws InvalidRequestError if the goal has ended already.
   */
  async pause(options?: CallOptions): Promise<void> {
    checkCallOptions(method, options);
    this.#assertActive('pause');
    await this.#run.set({ status: 'paused' }, options);
  }

  /**
   * Pauses the goal and interrupts its running turn; `done` resolves then.
   *
   * @throws InvalidRequestError if the goal has ended already.
   */
  interrupt(options?: CallOptions): Promise<void> {
    return called(async () => {
      checkCallOptions(method, options);
      if (this.#run.over) this.#assertActive('interrupt');
      await this.#run.interrupt(options);
    });
  }

  /**
   * Takes the goal from its thread, also when it has ended. A running turn goes on to its end; `done`
   * resolves then.
   */
  clear(options?: CallOptions): Promise<void> {
    return called(async () => {
      checkCallOptions('thread/goal/clear', options);
      await this.#run.clear(options);
    });
  }

  /**
   * Goes on with the goal after it has ended, as `thread.resumeGoal()` does: waits for the thread, and
   * resolves with a handle of its own.
   *
   * @throws InvalidRequestError if the goal is active, or was cleared.
   */
  resume(options: GoalOptions = {}): Promise<GoalHandle> {
    return called(async () => {
      const { session, record, threadId } = this.#run;
      const settings = goalSettings(undefined, options);
      if (!this.#run.over && record.status === 'active')
        throw invalid('the goal is active already');
      const run = await startGoal(session, { id: threadId, ephemeral: false }, settings);
      return new GoalHandle(run, settings);
    });
  }

  /** Pauses the goal and interrupts its turn if it has not ended, and waits for that, `requestTimeoutMs` at most. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#cutoff.interrupt({ kind: 'disposed' });
    await this.#cutoff.settled;
    this.#hold.release();
  }

  #ownWait(): InvalidRequestError | undefined {
    return ownWait(this.#run.session.scope, {
      method,
      threadId: this.threadId,
      what: 'whoever waits for the end of the goal',
      instead: 'Return first; events() has what is reported meanwhile.',
    });
  }

  #assertActive(what: string): void {
    const { status } = this;
    if (this.#run.over || status !== 'active') {
      throw invalid(`cannot ${what} a goal that has ended (${status})`);
    }
  }
}

/** Outlives a handle that was dropped, so it must not hold it. */
async function outcome(run: GoalRun, cutoff: TurnCutoff, timeoutMs: number): Promise<GoalResult> {
  await cutoff.settled;
  const result = goalResult(run.record);
  const { cut } = cutoff;
  if (cut?.kind === 'aborted') throw new GoalAbortedError(result, cut.reason);
  if (cut?.kind === 'timeout') throw new GoalTimeoutError(result, timeoutMs);
  if (cut && !run.over) {
    throw new RequestTimeoutError('turn/interrupt', run.session.requestTimeoutMs);
  }
  await run.ended;
  return result;
}

function invalid(why: string): InvalidRequestError {
  return new InvalidRequestError({ method, rpcCode: -32600, message: `${method}: ${why}` });
}
