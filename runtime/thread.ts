import type { StandardSchemaV1 } from '@standard-schema/spec';
import type {
  ReviewTarget,
  SandboxPolicy,
  ThreadForkResponse,
  ThreadItemEntry,
  ThreadReadResponse,
  ThreadResumeResponse,
  ThreadSetNameResponse,
  ThreadStartResponse,
  Turn,
} from '../generated/types.js';
import { GoalHandle } from './goal/goal-handle.js';
import { startGoal } from './goal/start-goal.js';
import { itemHistory, turnHistory } from './history.js';
import { ExternalMessage } from './inputs/external-message.js';
import { type RunInput, turnInput } from './inputs/input.js';
import { type GoalOptions, goalSettings } from './options/goal-options.js';
import type { ThreadItemsOptions, ThreadTurnsOptions } from './options/history-options.js';
import { checkCallOptions } from './options/known-keys.js';
import {
  type TurnOptions,
  type TurnOptionsWithOutput,
  turnParams,
} from './options/turn-options.js';
import {
  compactLimits,
  type CompactOptions,
  type ReviewOptions,
  reviewParams,
  type TurnLimits,
} from './options/work-options.js';
import { turnOutput } from './output/turn-output.js';
import type { CallOptions } from './rpc/call.js';
import type { JsonSchema } from './schema/json-schema.js';
import { showsCompaction } from './session/compaction.js';
import type { Session } from './session/session.js';
import { type StartTurn, startTurn } from './session/start-turn.js';
import type { TurnResult } from './session/turn-result.js';
import { TurnHandle } from './turn/turn-handle.js';
import { called } from './util/call-site.js';

/**
 * A conversation with the agent. It runs one turn at a time: further ones wait for it to end, whoever
 * has started it.
 *
 * @example
 * const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
 * const { finalResponse } = await thread.run('What does this project do?');
 */
export class Thread {
  /** The id that the runtime has stored it under. */
  readonly id: string;
  /** What the server answered when the thread was started, resumed or forked. */
  readonly details: ThreadStartResponse | ThreadResumeResponse | ThreadForkResponse;
  readonly #session: Session;

  /** @internal Use `codex.threadStart()`, `threadResume()` or `threadFork()`. */
  constructor(session: Session, details: Thread['details']) {
    this.id = details.thread.id;
    this.details = details;
    this.#session = session;
  }

  /**
   * Runs a turn to its end. With `outputSchema` its final response is parsed and validated: `output`
   * has the type that a Standard Schema infers, or that the caller names for a JSON Schema.
   *
   * @throws TurnFailedError if the turn failed; it holds the whole result.
   * @throws OutputValidationError if the final response does not fit the `outputSchema`.
   * @throws TurnAbortedError or TurnTimeoutError if `signal` or `timeoutMs` cut the turn short.
   * @throws InvalidParamsError for wrong input or options, before anything is sent.
   * @throws InvalidRequestError from a handler or tool of the thread's own running turn.
   */
  run<Schema extends StandardSchemaV1>(
    input: RunInput,
    options: TurnOptionsWithOutput<Schema>,
  ): Promise<TurnResult<StandardSchemaV1.InferOutput<Schema>>>;
  run<Output = unknown>(
    input: RunInput,
    options: TurnOptionsWithOutput<JsonSchema>,
  ): Promise<TurnResult<Output>>;
  run(input: RunInput, options?: TurnOptions): Promise<TurnResult>;
  run(input: RunInput, options: TurnOptions = {}): Promise<TurnResult> {
    return called(async () => {
      const turn = await this.#start(input, options, true);
      turn.discardEvents();
      return turn.run();
    });
  }

  /** Starts a turn, and resolves once the runtime has taken it. Errors as for {@link Thread.run}. */
  turn<Schema extends StandardSchemaV1>(
    input: RunInput,
    options: TurnOptionsWithOutput<Schema>,
  ): Promise<TurnHandle<StandardSchemaV1.InferOutput<Schema>>>;
  turn<Output = unknown>(
    input: RunInput,
    options: TurnOptionsWithOutput<JsonSchema>,
  ): Promise<TurnHandle<Output>>;
  turn(input: RunInput, options?: TurnOptions): Promise<TurnHandle>;
  turn(input: RunInput, options: TurnOptions = {}): Promise<TurnHandle> {
    return called(() => this.#start(input, options, false));
  }

  /**
   * Has the code reviewed, and waits for the end of it. `finalResponse` of the result is the review,
   * which stands in the item `exitedReviewMode` as well. The reviewer asks for no approvals.
   *
   * @param target What to review, such as `{ type: 'uncommittedChanges' }`; a string is instructions
   *   of your own.
   * @throws TurnFailedError if the review failed; it holds the whole result.
   * @throws TurnAbortedError or TurnTimeoutError if `signal` or `timeoutMs` cut the review short.
   * @throws InvalidParamsError for a wrong target or options, before anything is sent.
   * @throws InvalidRequestError from a handler or tool of the thread's own running turn.
   *
   * @example
   * const { finalResponse } = await thread.review({ type: 'baseBranch', branch: 'main' });
   */
  async review(target: ReviewTarget | string, options: ReviewOptions = {}): Promise<TurnResult> {
    const { params, limits } = reviewParams(target, options);
    return this.#runTurn({ method: 'review/start', params }, limits);
  }

  /**
   * Shortens what the agent keeps of the conversation to a summary, and waits for the end of it. The
   * result has one item `contextCompaction`; when a hook has stopped the compaction, it has none and
   * its `status` is `'interrupted'`.
   *
   * @throws TurnFailedError if the compaction failed; it holds the whole result.
   * @throws TurnAbortedError or TurnTimeoutError if `signal` or `timeoutMs` cut the compaction short.
   * @throws InvalidRequestError from a handler or tool of the thread's own running turn.
   */
  async compact(options: CompactOptions = {}): Promise<TurnResult> {
    const limits = compactLimits(options);
    const start = {
      method: 'thread/compact/start',
      params: {},
      recognise: showsCompaction,
    } as const;
    return this.#runTurn(start, limits);
  }

  /**
   * Sets the thread a new goal, in place of any it has. The runtime then works at it in as many turns
   * as it takes, one after the other; resolves once the runtime has taken the goal. Until the goal has
   * ended it has the thread for itself, and further turns wait.
   *
   * @param objective What to achieve, at most 4,000 characters.
   * @throws InvalidParamsError for a wrong objective or options, before anything is sent.
   * @throws InvalidRequestError on an ephemeral thread, or from a handler or tool of the thread's own
   *   running turn.
   *
   * @example
   * const goal = await thread.goal('All tests pass', { tokenBudget: 200_000 });
   * for await (const { method } of goal.events()) console.log(method);
   * const { status, finalResponse } = await goal.done;
   */
  async goal(objective: string, options: GoalOptions = {}): Promise<GoalHandle> {
    return this.#goal(objective, options);
  }

  /**
   * Goes on with the goal that the thread has, whatever it ended with, and follows it as
   * {@link Thread.goal} does. After a restart of the runtime, or of your program, this is the way back
   * to a goal; it keeps what it has used.
   *
   * @throws InvalidRequestError if the thread has no goal; else as for {@link Thread.goal}.
   */
  async resumeGoal(options: GoalOptions = {}): Promise<GoalHandle> {
    return this.#goal(undefined, options);
  }

  /**
   * The turns of the thread, newest first by default, page by page as they are read. `itemsView` says
   * how much of their items they have: `'summary'` by default, `'full'` for all.
   *
   * @throws InvalidRequestError if the thread is ephemeral: the runtime keeps no history of it.
   *
   * @example
   * for await (const turn of thread.turns({ itemsView: 'full' })) console.log(turn.status);
   */
  turns(options: ThreadTurnsOptions = {}): AsyncGenerator<Turn, void, undefined> {
    return turnHistory(this.#session, this.details.thread, options);
  }

  /**
   * The items of the thread or of one turn of it, oldest first by default, page by page as they are
   * read; each with the id of its turn.
   *
   * @throws InvalidRequestError if the thread is ephemeral: the runtime keeps no history of it.
   */
  items(options: ThreadItemsOptions = {}): AsyncGenerator<ThreadItemEntry, void, undefined> {
    return itemHistory(this.#session, this.details.thread, options);
  }

  /** The thread as the runtime has it stored, with its turns if asked for. */
  async read(
    options: CallOptions & { readonly includeTurns?: boolean | undefined } = {},
  ): Promise<ThreadReadResponse> {
    checkCallOptions('thread/read', options, { includeTurns: true });
    const { includeTurns, ...call } = options;
    const params = { threadId: this.id, includeTurns };
    return (await this.#session.request('thread/read', params, call)) as ThreadReadResponse;
  }

  /** Gives the thread a name for people. */
  async setName(name: string, options?: CallOptions): Promise<ThreadSetNameResponse> {
    checkCallOptions('thread/name/set', options);
    const params = { threadId: this.id, name };
    return (await this.#session.request(
      'thread/name/set',
      params,
      options,
    )) as ThreadSetNameResponse;
  }

  /** @param awaited Whether the caller will wait for the turn's end. */
  async #start(input: RunInput, options: TurnOptions, awaited: boolean): Promise<TurnHandle> {
    const policy: SandboxPolicy = this.details.sandbox;
    const settings = turnParams(options, policy);
    const output = turnOutput('turn/start', options);
    const params = {
      threadId: this.id,
      ...turnInput(input),
      ...settings,
      ...(output ? { outputSchema: output.schema } : {}),
    };
    const { signal, timeoutMs } = options;
    const lease = await startTurn(this.#session, {
      threadId: this.id,
      method: 'turn/start',
      params,
      signal,
      ready: output?.prepare(),
      timeoutMs,
      joins: input instanceof ExternalMessage,
      awaited,
    });
    return new TurnHandle(this.#session, lease, { signal, timeoutMs, output });
  }

  #goal(objective: string | undefined, options: GoalOptions): Promise<GoalHandle> {
    return called(async () => {
      const settings = goalSettings(objective, options);
      return new GoalHandle(
        await startGoal(this.#session, this.details.thread, settings),
        settings,
      );
    });
  }

  /** Runs a turn that is not started by input. */
  #runTurn(start: Omit<StartTurn, 'threadId'>, limits: TurnLimits): Promise<TurnResult> {
    return called(async () => {
      const { signal, timeoutMs } = limits;
      const lease = await startTurn(this.#session, {
        ...start,
        threadId: this.id,
        params: { ...start.params, threadId: this.id },
        signal,
        timeoutMs,
      });
      const turn = new TurnHandle(this.#session, lease, limits);
      turn.discardEvents();
      return turn.run();
    });
  }
}
