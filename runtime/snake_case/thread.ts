import type { StandardSchemaV1 } from '@standard-schema/spec';
import type {
  ReviewTarget,
  ThreadForkResponse,
  ThreadItemEntry,
  ThreadReadResponse,
  ThreadResumeResponse,
  ThreadSetNameResponse,
  ThreadStartResponse,
  Turn,
} from '../../generated/snake_case/types.js';
import type { JsonSchema, Thread as RootThread } from '../index.js';
import { type CallOptions, rootCallOptions } from './call-options.js';
import { spoken } from './errors.js';
import { readNames } from './facade-names.js';
import { GoalHandle } from './goal-handle.js';
import { rootRunInput, type RunInput } from './inputs.js';
import { checkOptions } from './known-keys.js';
import { respelledPages } from './pages.js';
import { respelledResult } from './protocol-data.js';
import {
  type CompactOptions,
  type GoalOptions,
  type ReviewOptions,
  rootRequestOptions,
  type ThreadItemsOptions,
  type ThreadTurnsOptions,
} from './request-options.js';
import type { ThreadMethod } from './thread-options.js';
import { TurnHandle } from './turn-handle.js';
import { rootTurnOptions, type TurnOptions, type TurnOptionsWithOutput } from './turn-options.js';
import { type TurnResult, turnResult } from './turn-result.js';

/**
 * A conversation with the agent. It runs one turn at a time: further ones wait for it to end, whoever
 * has started it.
 *
 * @example
 * const thread = await codex.thread_start({ sandbox: Sandbox.read_only });
 * const { final_response } = await thread.run('What does this project do?');
 */
export class Thread {
  /** The id that the runtime has stored it under. */
  readonly id: string;
  readonly #root: RootThread;
  readonly #method: ThreadMethod;
  #details: Thread['details'] | undefined;

  /** @internal Use `codex.thread_start()`, `thread_resume()` or `thread_fork()`. */
  constructor(root: RootThread, method: ThreadMethod) {
    this.id = root.id;
    this.#root = root;
    this.#method = method;
  }

  /** What the server answered when the thread was started, resumed or forked. */
  get details(): ThreadStartResponse | ThreadResumeResponse | ThreadForkResponse {
    // With a long history this is much to respell, so it waits until somebody looks.
    this.#details ??= respelledResult(this.#method, this.#root.details as never);
    return this.#details;
  }

  /**
   * Runs a turn to its end. With `output_schema` its final response is parsed and validated: `output`
   * has the type that a Standard Schema infers, or that the caller names for a JSON Schema.
   *
   * @throws TurnFailedError if the turn failed; it holds the whole result.
   * @throws OutputValidationError if the final response does not fit the `output_schema`.
   * @throws TurnAbortedError or TurnTimeoutError if `signal` or `timeout_ms` cut the turn short.
   * @throws InvalidParamsError for wrong input or options, before anything is sent.
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
    return spoken(async () =>
      turnResult(await this.#root.run(rootRunInput(input), rootTurnOptions(options))),
    );
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
    return spoken(async () => {
      const root = await this.#root.turn(rootRunInput(input), rootTurnOptions(options));
      return new TurnHandle(root);
    });
  }

  /**
   * Has the code reviewed, and waits for the end of it. `final_response` of the result is the review,
   * which stands in the item `exitedReviewMode` as well. The reviewer asks for no approvals.
   *
   * @param target What to review, such as `{ type: 'uncommittedChanges' }`; a string is instructions
   *   of your own.
   * @throws TurnFailedError if the review failed; it holds the whole result.
   * @throws TurnAbortedError or TurnTimeoutError if `signal` or `timeout_ms` cut the review short.
   * @throws InvalidParamsError for a wrong target or options, before anything is sent.
   * @throws InvalidRequestError from a handler or tool of the thread's own running turn.
   *
   * @example
   * const { final_response } = await thread.review({ type: 'baseBranch', branch: 'main' });
   */
  review(target: ReviewTarget | string, options: ReviewOptions = {}): Promise<TurnResult> {
    return spoken(async () => {
      const root = rootRequestOptions('review/start', options);
      return turnResult(await this.#root.review(target, root));
    });
  }

  /**
   * Shortens what the agent keeps of the conversation to a summary, and waits for the end of it. The
   * result has one item `contextCompaction`; when a hook has stopped the compaction, it has none and
   * its `status` is `'interrupted'`.
   *
   * @throws TurnFailedError if the compaction failed; it holds the whole result.
   * @throws TurnAbortedError or TurnTimeoutError if `signal` or `timeout_ms` cut the compaction short.
   * @throws InvalidRequestError from a handler or tool of the thread's own running turn.
   */
  compact(options: CompactOptions = {}): Promise<TurnResult> {
    return spoken(async () => {
      const root = rootRequestOptions('thread/compact/start', options);
      return turnResult(await this.#root.compact(root));
    });
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
   * const goal = await thread.goal('All tests pass', { token_budget: 200_000 });
   * for await (const { method } of goal.events()) console.log(method);
   * const { status, final_response } = await goal.done;
   */
  goal(objective: string, options: GoalOptions = {}): Promise<GoalHandle> {
    return spoken(async () => {
      const root = rootRequestOptions('thread/goal/set', options);
      return new GoalHandle(await this.#root.goal(objective, root));
    });
  }

  /**
   * Goes on with the goal that the thread has, whatever it ended with, and follows it as
   * {@link Thread.goal} does. After a restart of the runtime, or of your program, this is the way back
   * to a goal; it keeps what it has used.
   *
   * @throws InvalidRequestError if the thread has no goal; else as for {@link Thread.goal}.
   */
  resume_goal(options: GoalOptions = {}): Promise<GoalHandle> {
    return spoken(async () => {
      const root = rootRequestOptions('thread/goal/set', options);
      return new GoalHandle(await this.#root.resumeGoal(root));
    });
  }

  /**
   * The turns of the thread, newest first by default, page by page as they are read. `items_view` says
   * how much of their items they have: `'summary'` by default, `'full'` for all.
   *
   * @throws InvalidRequestError if the thread is ephemeral: the runtime keeps no history of it.
   *
   * @example
   * for await (const turn of thread.turns({ items_view: 'full' })) console.log(turn.status);
   */
  turns(options: ThreadTurnsOptions = {}): AsyncGenerator<Turn, void, undefined> {
    return respelledPages('Turn', () =>
      this.#root.turns(rootRequestOptions('thread/turns/list', options)),
    );
  }

  /**
   * The items of the thread or of one turn of it, oldest first by default, page by page as they are
   * read; each with the id of its turn.
   *
   * @throws InvalidRequestError if the thread is ephemeral: the runtime keeps no history of it.
   */
  items(options: ThreadItemsOptions = {}): AsyncGenerator<ThreadItemEntry, void, undefined> {
    return respelledPages('ThreadItemEntry', () =>
      this.#root.items(rootRequestOptions('thread/items/list', options)),
    );
  }

  /** The thread as the runtime has it stored, with its turns if asked for. */
  read(
    options: CallOptions & { readonly include_turns?: boolean | undefined } = {},
  ): Promise<ThreadReadResponse> {
    return spoken(async () => {
      checkOptions(options, { method: 'thread/read', facade: readNames });
      const { include_turns: includeTurns, signal, timeout_ms: timeoutMs } = options;
      const stored = await this.#root.read({ includeTurns, signal, timeoutMs });
      return respelledResult('thread/read', stored);
    });
  }

  /** Gives the thread a name for people. */
  set_name(name: string, options?: CallOptions): Promise<ThreadSetNameResponse> {
    return spoken(async () => {
      const call = rootCallOptions('thread/name/set', options);
      return respelledResult('thread/name/set', await this.#root.setName(name, call));
    });
  }
}
