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
} from '../../../generated/snake_case/types.js';
import type { JsonSchema, RunInput, TurnResult } from '../index.js';
import type { TwinOf } from '../../sync/bridge/members.js';
import type { RemoteOf } from '../../sync/bridge/remote.js';
import type { snakeMembers } from './snake-members.js';
import type { GoalHandle } from './goal-handle.js';
import type {
  CallOptions,
  CompactOptions,
  GoalOptions,
  ReviewOptions,
  ThreadItemsOptions,
  ThreadTurnsOptions,
  TurnOptions,
  TurnOptionsWithOutput,
} from './options.js';
import type { TurnHandle } from './turn-handle.js';

type Members = (typeof snakeMembers)['Thread'];

/**
 * A conversation with the agent. It runs one turn at a time: further ones wait for it to end, whoever
 * has started it.
 *
 * @example
 * const thread = codex.thread_start({ sandbox: Sandbox.read_only });
 * const { final_response } = thread.run('What does this project do?');
 */
export class Thread implements TwinOf<Members> {
  /** The id that the runtime has stored it under. */
  readonly id: string;
  readonly #remote: RemoteOf<Members, Thread>;
  #details: Thread['details'] | undefined;

  /** @internal Use `codex.thread_start()`, `thread_resume()` or `thread_fork()`. */
  constructor(remote: RemoteOf<Members, Thread>) {
    this.id = remote.field('id');
    this.#remote = remote;
  }

  /** What the server answered when the thread was started, resumed or forked. */
  get details(): ThreadStartResponse | ThreadResumeResponse | ThreadForkResponse {
    // With a long history this is much to fetch, so it waits until somebody looks.
    this.#details ??= this.#remote.read('details');
    return this.#details;
  }

  /**
   * Runs a turn to its end. With `output_schema` its final response is parsed and validated: `output`
   * has the type that a Standard Schema infers, or that the caller names for a JSON Schema.
   *
   * @throws TurnFailedError if the turn failed; it holds the whole result.
   * @throws OutputValidationError if the final response does not fit the `output_schema`.
   * @throws TurnTimeoutError if `timeout_ms` cut the turn short.
   * @throws InvalidParamsError for wrong input or options, before anything is sent.
   */
  run<Schema extends StandardSchemaV1>(
    input: RunInput,
    options: TurnOptionsWithOutput<Schema>,
  ): TurnResult<StandardSchemaV1.InferOutput<Schema>>;
  run<Output = unknown>(
    input: RunInput,
    options: TurnOptionsWithOutput<JsonSchema>,
  ): TurnResult<Output>;
  run(input: RunInput, options?: TurnOptions): TurnResult;
  run(input: RunInput, options?: TurnOptions): TurnResult {
    return this.#remote.call('run', input, options);
  }

  /** Starts a turn, and returns once the runtime has taken it. Errors as for {@link Thread.run}. */
  turn<Schema extends StandardSchemaV1>(
    input: RunInput,
    options: TurnOptionsWithOutput<Schema>,
  ): TurnHandle<StandardSchemaV1.InferOutput<Schema>>;
  turn<Output = unknown>(
    input: RunInput,
    options: TurnOptionsWithOutput<JsonSchema>,
  ): TurnHandle<Output>;
  turn(input: RunInput, options?: TurnOptions): TurnHandle;
  turn(input: RunInput, options?: TurnOptions): TurnHandle {
    return this.#remote.call('turn', input, options);
  }

  /**
   * Has the code reviewed, and waits for the end of it. `final_response` of the result is the review,
   * which stands in the item `exitedReviewMode` as well. The reviewer asks for no approvals.
   *
   * @param target What to review, such as `{ type: 'uncommittedChanges' }`; a string is instructions
   *   of your own.
   * @throws TurnFailedError if the review failed; it holds the whole result.
   * @throws TurnTimeoutError if `timeout_ms` cut the review short.
   * @throws InvalidParamsError for a wrong target or options, before anything is sent.
   * @throws InvalidRequestError from a handler or tool of the thread's own running turn.
   *
   * @example
   * const { final_response } = thread.review({ type: 'baseBranch', branch: 'main' });
   */
  review(target: ReviewTarget | string, options?: ReviewOptions): TurnResult {
    return this.#remote.call('review', target, options);
  }

  /**
   * Shortens what the agent keeps of the conversation to a summary, and waits for the end of it. The
   * result has one item `contextCompaction`; when a hook has stopped the compaction, it has none and
   * its `status` is `'interrupted'`.
   *
   * @throws TurnFailedError if the compaction failed; it holds the whole result.
   * @throws TurnTimeoutError if `timeout_ms` cut the compaction short.
   * @throws InvalidRequestError from a handler or tool of the thread's own running turn.
   */
  compact(options?: CompactOptions): TurnResult {
    return this.#remote.call('compact', options);
  }

  /**
   * Sets the thread a new goal, in place of any it has. The runtime then works at it in as many turns
   * as it takes, one after the other; returns once the runtime has taken the goal. Until the goal has
   * ended it has the thread for itself, and further turns wait.
   *
   * @param objective What to achieve, at most 4,000 characters.
   * @throws InvalidParamsError for a wrong objective or options, before anything is sent.
   * @throws InvalidRequestError on an ephemeral thread, or from a handler or tool of the thread's own
   *   running turn.
   *
   * @example
   * using goal = thread.goal('All tests pass', { token_budget: 200_000 });
   * for (const { method } of goal.events()) console.log(method);
   * const { status, final_response } = goal.done;
   */
  goal(objective: string, options?: GoalOptions): GoalHandle {
    return this.#remote.call('goal', objective, options);
  }

  /**
   * Goes on with the goal that the thread has, whatever it ended with, and follows it as
   * {@link Thread.goal} does. After a restart of the runtime, or of your program, this is the way back
   * to a goal; it keeps what it has used.
   *
   * @throws InvalidRequestError if the thread has no goal; else as for {@link Thread.goal}.
   */
  resume_goal(options?: GoalOptions): GoalHandle {
    return this.#remote.call('resume_goal', options);
  }

  /**
   * The turns of the thread, newest first by default, page by page as they are read. `items_view` says
   * how much of their items they have: `'summary'` by default, `'full'` for all.
   *
   * @throws InvalidRequestError if the thread is ephemeral: the runtime keeps no history of it.
   *
   * @example
   * for (const turn of thread.turns({ items_view: 'full' })) console.log(turn.status);
   */
  turns(options?: ThreadTurnsOptions): IterableIterator<Turn, undefined> {
    return this.#remote.call('turns', options);
  }

  /**
   * The items of the thread or of one turn of it, oldest first by default, page by page as they are
   * read; each with the id of its turn.
   *
   * @throws InvalidRequestError if the thread is ephemeral: the runtime keeps no history of it.
   */
  items(options?: ThreadItemsOptions): IterableIterator<ThreadItemEntry, undefined> {
    return this.#remote.call('items', options);
  }

  /** The thread as the runtime has it stored, with its turns if asked for. */
  read(
    options?: CallOptions & { readonly include_turns?: boolean | undefined },
  ): ThreadReadResponse {
    return this.#remote.call('read', options);
  }

  /** Gives the thread a name for people. */
  set_name(name: string, options?: CallOptions): ThreadSetNameResponse {
    return this.#remote.call('set_name', name, options);
  }
}
