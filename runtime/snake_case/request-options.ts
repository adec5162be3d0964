import { paramsToWire } from '../../generated/snake_case/mappers.js';
import type {
  LoginAccountParams,
  ModelListParams,
  ReviewStartParams,
  ThreadGoalSetParams,
  ThreadItemsListParams,
  ThreadListParams,
  ThreadTurnsListParams,
} from '../../generated/snake_case/types.js';
import type {
  CompactOptions as RootCompactOptions,
  GoalOptions as RootGoalOptions,
  LoginChatgptOptions as RootLoginChatgptOptions,
  ModelListOptions as RootModelListOptions,
  ReviewOptions as RootReviewOptions,
  ThreadItemsOptions as RootThreadItemsOptions,
  ThreadListOptions as RootThreadListOptions,
  ThreadTurnsOptions as RootThreadTurnsOptions,
} from '../index.js';
import type { CallOptions } from './call-options.js';
import { callNames } from './facade-names.js';
import { checkOptions, type OptionNames } from './known-keys.js';

/** Options of `codex.thread_list()` and `codex.threads()`. */
export interface ThreadListOptions extends ThreadListParams, CallOptions {}

/** Options of `codex.models()`. */
export interface ModelListOptions extends ModelListParams, CallOptions {}

/** Options of `codex.login_chatgpt()`. */
export interface LoginChatgptOptions
  extends Omit<Extract<LoginAccountParams, { type: 'chatgpt' }>, 'type'>, CallOptions {}

/**
 * Options of `thread.turns()`. `limit` is the size of a page (the runtime's default is 25, its most
 * 100), not of the whole; the newest turns come first unless `sort_direction` says otherwise.
 */
export interface ThreadTurnsOptions extends Omit<ThreadTurnsListParams, 'thread_id'>, CallOptions {}

/**
 * Options of `thread.items()`. `limit` is the size of a page, not of the whole; the oldest items come
 * first unless `sort_direction` says otherwise.
 */
export interface ThreadItemsOptions extends Omit<ThreadItemsListParams, 'thread_id'>, CallOptions {}

/** Limits of a turn that is not started by input. */
interface TurnLimits {
  /**
   * Aborting it while the thread is not free sends nothing. Later it interrupts the turn; the call
   * then rejects with `TurnAbortedError`, whose `result` is what there was.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Limit for the whole turn, in milliseconds from its start; default none. Past it the turn is
   * interrupted, and the call rejects with `TurnTimeoutError`, whose `result` is what there was.
   */
  readonly timeout_ms?: number | undefined;
}

/** Options of `thread.review()`. */
export interface ReviewOptions
  extends Omit<ReviewStartParams, 'thread_id' | 'target'>, TurnLimits {}

/** Options of `thread.compact()`. */
export interface CompactOptions extends TurnLimits {}

/** Options of `thread.goal()` and `thread.resume_goal()`. */
export interface GoalOptions extends Omit<
  ThreadGoalSetParams,
  'objective' | 'status' | 'thread_id' | 'token_budget'
> {
  /** Tokens that the goal may use, after which it ends with `budgetLimited`. Default: no limit. */
  readonly token_budget?: number | null | undefined;
  /**
   * Aborting it while the thread is not free sends nothing. Later it pauses the goal and interrupts
   * its turn; `done` then rejects with `GoalAbortedError`, whose `result` is what there was.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Limit for the whole goal, in milliseconds from its start; default none. Past it the goal is paused
   * and its turn interrupted; `done` then rejects with `GoalTimeoutError`, whose `result` is what
   * there was.
   */
  readonly timeout_ms?: number | undefined;
}

/** The calls whose options are params of their request: here, and at the root. */
interface RequestOptions {
  'account/login/start': [LoginChatgptOptions, RootLoginChatgptOptions];
  'model/list': [ModelListOptions, RootModelListOptions];
  'review/start': [ReviewOptions, RootReviewOptions];
  'thread/compact/start': [CompactOptions, RootCompactOptions];
  'thread/goal/set': [GoalOptions, RootGoalOptions];
  'thread/items/list': [ThreadItemsOptions, RootThreadItemsOptions];
  'thread/list': [ThreadListOptions, RootThreadListOptions];
  'thread/turns/list': [ThreadTurnsOptions, RootThreadTurnsOptions];
}

const names: { readonly [Method in keyof RequestOptions]: OptionNames } = {
  'account/login/start': {
    ...namesOf('account/login/start', 'type'),
    kind: { type: 'chatgpt' },
  },
  'model/list': namesOf('model/list'),
  'review/start': namesOf('review/start', 'target', 'thread_id'),
  'thread/compact/start': namesOf('thread/compact/start', 'thread_id'),
  'thread/goal/set': namesOf('thread/goal/set', 'objective', 'status', 'thread_id'),
  'thread/items/list': namesOf('thread/items/list', 'thread_id'),
  'thread/list': namesOf('thread/list'),
  'thread/turns/list': namesOf('thread/turns/list', 'thread_id'),
};

/** All params of the request are options, except those that other arguments stand for. */
function namesOf(method: keyof RequestOptions, ...paramsExcept: string[]): OptionNames {
  return { method, facade: callNames, paramsExcept };
}

/** The options as the root takes them. */
export function rootRequestOptions<Method extends keyof RequestOptions>(
  method: Method,
  options: RequestOptions[Method][0],
): RequestOptions[Method][1] {
  checkOptions(options, names[method]);
  const { signal, timeout_ms, ...params } = options;
  const { kind } = names[method];
  const wire = paramsToWire(method, { ...params, ...kind }) as Record<string, unknown>;
  for (const tag of Object.keys(kind ?? {})) delete wire[tag];
  return { ...wire, signal, timeoutMs: timeout_ms };
}
