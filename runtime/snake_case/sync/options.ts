import type {
  CallOptions as AsyncCallOptions,
  CompactOptions as AsyncCompactOptions,
  GoalOptions as AsyncGoalOptions,
  LoginChatgptOptions as AsyncLoginChatgptOptions,
  ModelListOptions as AsyncModelListOptions,
  NotificationStreamOptions as AsyncNotificationStreamOptions,
  ReviewOptions as AsyncReviewOptions,
  ThreadForkOptions as AsyncThreadForkOptions,
  ThreadItemsOptions as AsyncThreadItemsOptions,
  ThreadListOptions as AsyncThreadListOptions,
  ThreadResumeOptions as AsyncThreadResumeOptions,
  ThreadStartOptions as AsyncThreadStartOptions,
  ThreadTurnsOptions as AsyncThreadTurnsOptions,
  TurnOptions as AsyncTurnOptions,
  TurnOptionsWithOutput as AsyncTurnOptionsWithOutput,
  TurnStreamOptions as AsyncTurnStreamOptions,
} from '../index.js';
import type { WithoutSignal } from '../../sync/blocking.js';
import type { Handlers } from './handlers.js';
import type { Tool, ToolNamespace } from './tool.js';

/** Options that every call takes: `timeout_ms`, a limit in milliseconds. */
export interface CallOptions extends WithoutSignal<AsyncCallOptions> {}

/** What the threads of this client take in its own form. */
interface ThreadParts {
  /** Answers to what the runtime asks for this thread and its sub-agents, before the client's. */
  readonly handlers?: Handlers | undefined;
  /**
   * Tools that run in this process, from `tool()` and `tool_namespace()`. On start they are declared,
   * after those of `dynamic_tools`. A thread that is resumed or forked has its tools already: the list
   * says what carries them out. Calls of others go to `handlers.tool_call`.
   */
  readonly tools?: readonly (Tool | ToolNamespace)[] | undefined;
}

type OtherForm = 'signal' | 'handlers' | 'tools';

/** Options of `codex.thread_start()`. */
export interface ThreadStartOptions extends Omit<AsyncThreadStartOptions, OtherForm>, ThreadParts {}

/** Options of `codex.thread_resume()`. */
export interface ThreadResumeOptions
  extends Omit<AsyncThreadResumeOptions, OtherForm>, ThreadParts {}

/** Options of `codex.thread_fork()`. */
export interface ThreadForkOptions extends Omit<AsyncThreadForkOptions, OtherForm>, ThreadParts {}

/** Options of `codex.thread_list()` and `codex.threads()`. */
export interface ThreadListOptions extends WithoutSignal<AsyncThreadListOptions> {}

/** Options of `codex.models()`. */
export interface ModelListOptions extends WithoutSignal<AsyncModelListOptions> {}

/** Options of `codex.login_chatgpt()`. */
export interface LoginChatgptOptions extends WithoutSignal<AsyncLoginChatgptOptions> {}

/** Which notifications a stream gets. */
export interface NotificationStreamOptions extends WithoutSignal<AsyncNotificationStreamOptions> {}

/**
 * Options of `thread.run()` and `thread.turn()`. Model, effort, approval and sandbox settings stay
 * for the thread's later turns; `service_tier_for_turn`, `turn_trigger` and `output_schema` do not.
 */
export interface TurnOptions extends WithoutSignal<AsyncTurnOptions> {}

/** Options of a turn that asks for a certain kind of output. */
export interface TurnOptionsWithOutput<Schema> extends WithoutSignal<
  AsyncTurnOptionsWithOutput<Schema>
> {}

/** Options of a stream of a turn's events. */
export interface TurnStreamOptions extends WithoutSignal<AsyncTurnStreamOptions> {}

/** Options of `thread.review()`. */
export interface ReviewOptions extends WithoutSignal<AsyncReviewOptions> {}

/** Options of `thread.compact()`. */
export interface CompactOptions extends WithoutSignal<AsyncCompactOptions> {}

/** Options of `thread.goal()` and `thread.resume_goal()`. */
export interface GoalOptions extends WithoutSignal<AsyncGoalOptions> {}

/** Options of `thread.turns()`. */
export interface ThreadTurnsOptions extends WithoutSignal<AsyncThreadTurnsOptions> {}

/** Options of `thread.items()`. */
export interface ThreadItemsOptions extends WithoutSignal<AsyncThreadItemsOptions> {}
