import type {
  CallOptions as RootCallOptions,
  CompactOptions as RootCompactOptions,
  GoalOptions as RootGoalOptions,
  LoginChatgptOptions as RootLoginChatgptOptions,
  ModelListOptions as RootModelListOptions,
  NotificationStreamOptions as RootNotificationStreamOptions,
  ReviewOptions as RootReviewOptions,
  ThreadForkOptions as RootThreadForkOptions,
  ThreadItemsOptions as RootThreadItemsOptions,
  ThreadListOptions as RootThreadListOptions,
  ThreadResumeOptions as RootThreadResumeOptions,
  ThreadStartOptions as RootThreadStartOptions,
  ThreadTurnsOptions as RootThreadTurnsOptions,
  TurnOptions as RootTurnOptions,
  TurnOptionsWithOutput as RootTurnOptionsWithOutput,
  TurnStreamOptions as RootTurnStreamOptions,
} from '../index.js';
import type { WithoutSignal } from './blocking.js';
import type { Handlers } from './handlers.js';
import type { Tool, ToolNamespace } from './tool.js';

/** Options that every call takes: `timeoutMs`, a limit in milliseconds. */
export interface CallOptions extends WithoutSignal<RootCallOptions> {}

/** What the threads of this client take in its own form. */
interface ThreadParts {
  /** Answers to what the runtime asks for this thread and its sub-agents, before the client's. */
  readonly handlers?: Handlers | undefined;
  /**
   * Tools that run in this process, from `tool()` and `toolNamespace()`. On start they are declared,
   * after those of `dynamicTools`. A thread that is resumed or forked has its tools already: the list
   * says what carries them out. Calls of others go to `handlers.toolCall`.
   */
  readonly tools?: readonly (Tool | ToolNamespace)[] | undefined;
}

type OtherForm = 'signal' | 'handlers' | 'tools';

/** Options of `codex.threadStart()`. */
export interface ThreadStartOptions extends Omit<RootThreadStartOptions, OtherForm>, ThreadParts {}

/** Options of `codex.threadResume()`. */
export interface ThreadResumeOptions
  extends Omit<RootThreadResumeOptions, OtherForm>, ThreadParts {}

/** Options of `codex.threadFork()`. */
export interface ThreadForkOptions extends Omit<RootThreadForkOptions, OtherForm>, ThreadParts {}

/** Options of `codex.threadList()` and `codex.threads()`. */
export interface ThreadListOptions extends WithoutSignal<RootThreadListOptions> {}

/** Options of `codex.models()`. */
export interface ModelListOptions extends WithoutSignal<RootModelListOptions> {}

/** Options of `codex.loginChatgpt()`. */
export interface LoginChatgptOptions extends WithoutSignal<RootLoginChatgptOptions> {}

/** Which notifications a stream gets. */
export interface NotificationStreamOptions extends WithoutSignal<RootNotificationStreamOptions> {}

/**
 * Options of `thread.run()` and `thread.turn()`. Model, effort, approval and sandbox settings stay
 * for the thread's later turns; `serviceTierForTurn`, `turnTrigger` and `outputSchema` do not.
 */
export interface TurnOptions extends WithoutSignal<RootTurnOptions> {}

/** Options of a turn that asks for a certain kind of output. */
export interface TurnOptionsWithOutput<Schema> extends WithoutSignal<
  RootTurnOptionsWithOutput<Schema>
> {}

/** Options of a stream of a turn's events. */
export interface TurnStreamOptions extends WithoutSignal<RootTurnStreamOptions> {}

/** Options of `thread.review()`. */
export interface ReviewOptions extends WithoutSignal<RootReviewOptions> {}

/** Options of `thread.compact()`. */
export interface CompactOptions extends WithoutSignal<RootCompactOptions> {}

/** Options of `thread.goal()` and `thread.resumeGoal()`. */
export interface GoalOptions extends WithoutSignal<RootGoalOptions> {}

/** Options of `thread.turns()`. */
export interface ThreadTurnsOptions extends WithoutSignal<RootThreadTurnsOptions> {}

/** Options of `thread.items()`. */
export interface ThreadItemsOptions extends WithoutSignal<RootThreadItemsOptions> {}
