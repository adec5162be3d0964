import type { CodexErrorInfo } from '../../generated/snake_case/types.js';
import {
  GoalAbortedError as RootGoalAbortedError,
  GoalLostError as RootGoalLostError,
  GoalTimeoutError as RootGoalTimeoutError,
  InternalRpcError as RootInternalRpcError,
  InvalidParamsError as RootInvalidParamsError,
  InvalidRequestError as RootInvalidRequestError,
  JsonRpcError as RootJsonRpcError,
  LoginFailedError as RootLoginFailedError,
  MethodNotFoundError as RootMethodNotFoundError,
  OutputValidationError as RootOutputValidationError,
  ParseError as RootParseError,
  RequestTimeoutError as RootRequestTimeoutError,
  RetryLimitExceededError as RootRetryLimitExceededError,
  ServerBusyError as RootServerBusyError,
  ServerDrainingError as RootServerDrainingError,
  StartupError as RootStartupError,
  SubscriberOverflowError as RootSubscriberOverflowError,
  ThreadLostError as RootThreadLostError,
  TransportClosedError as RootTransportClosedError,
  TurnAbortedError as RootTurnAbortedError,
  TurnFailedError as RootTurnFailedError,
  TurnLostError as RootTurnLostError,
  TurnTimeoutError as RootTurnTimeoutError,
} from '../index.js';
import type { GoalResult } from './goal-result.js';
import type { TurnResult } from './turn-result.js';

/**
 * One of the root's own classes of errors, typed as its errors are when this voice throws them: with
 * the names of this voice beside the root's, and what they hold of the protocol in this spelling.
 */
export interface ErrorClass<E extends Error> {
  readonly prototype: E;
  new (...init: never): E;
}

/** The runtime could not be started, or ended before it was ready. */
export interface StartupError extends RootStartupError {
  /** Exit code of the process, when it ran and exited by itself. */
  readonly exit_code: number | null;
}
export const StartupError: ErrorClass<StartupError> =
  RootStartupError as unknown as ErrorClass<StartupError>;

/** The connection to the runtime has ended. Every open call rejects with it, and every later one. */
export interface TransportClosedError extends RootTransportClosedError {
  /** Exit code of the runtime process, when it exited by itself. */
  readonly exit_code: number | null;
}
export const TransportClosedError: ErrorClass<TransportClosedError> =
  RootTransportClosedError as unknown as ErrorClass<TransportClosedError>;

/** No answer came within the time limit. The work may go on in the runtime: there is no cancel message. */
export interface RequestTimeoutError extends RootRequestTimeoutError {
  /** The limit, in milliseconds from the call. */
  readonly timeout_ms: number;
}
export const RequestTimeoutError: ErrorClass<RequestTimeoutError> =
  RootRequestTimeoutError as unknown as ErrorClass<RequestTimeoutError>;

/** A stream was read too slowly: more events than it may queue were waiting. Only that stream ends. */
export interface SubscriberOverflowError extends RootSubscriberOverflowError {
  /** Events that the stream was allowed to queue. */
  readonly max_queued: number;
}
export const SubscriberOverflowError: ErrorClass<SubscriberOverflowError> =
  RootSubscriberOverflowError as unknown as ErrorClass<SubscriberOverflowError>;

/** A login ended without success: refused, cancelled, replaced by a newer one, or out of time. */
export interface LoginFailedError extends RootLoginFailedError {
  /** Id of the login; null for one that has none. */
  readonly login_id: string | null;
}
export const LoginFailedError: ErrorClass<LoginFailedError> =
  RootLoginFailedError as unknown as ErrorClass<LoginFailedError>;

/** After a restart of the runtime this thread could not be resumed; `cause` says why. */
export interface ThreadLostError extends RootThreadLostError {
  /** The thread that is lost. */
  readonly thread_id: string;
}
export const ThreadLostError: ErrorClass<ThreadLostError> =
  RootThreadLostError as unknown as ErrorClass<ThreadLostError>;

/** The end of a turn cannot be seen any more, and the stored history does not tell it either. */
export interface TurnLostError extends RootTurnLostError {
  /** The turn's thread. */
  readonly thread_id: string;
  /** The turn whose end cannot be seen. */
  readonly turn_id: string;
}
export const TurnLostError: ErrorClass<TurnLostError> =
  RootTurnLostError as unknown as ErrorClass<TurnLostError>;

/** The server answered a request with an error, or the SDK refused it for the reason the server would. */
export interface JsonRpcError extends RootJsonRpcError {
  /** The JSON-RPC error code; `code` is the SDK's own name for the kind of error. */
  readonly rpc_code: number;
}
export const JsonRpcError: ErrorClass<JsonRpcError> =
  RootJsonRpcError as unknown as ErrorClass<JsonRpcError>;

/** -32700: the peer could not parse the message. */
export type ParseError = RootParseError & JsonRpcError;
export const ParseError: ErrorClass<ParseError> =
  RootParseError as unknown as ErrorClass<ParseError>;

/** -32600: the request cannot be carried out as things are, such as an unknown thread or no active turn. */
export type InvalidRequestError = RootInvalidRequestError & JsonRpcError;
export const InvalidRequestError: ErrorClass<InvalidRequestError> =
  RootInvalidRequestError as unknown as ErrorClass<InvalidRequestError>;

/** -32601, or -32600 with the text for an unknown method: this server does not have the method. */
export type MethodNotFoundError = RootMethodNotFoundError & JsonRpcError;
export const MethodNotFoundError: ErrorClass<MethodNotFoundError> =
  RootMethodNotFoundError as unknown as ErrorClass<MethodNotFoundError>;

/** -32602, or -32600 with the text for params that do not parse. Also thrown before anything is sent. */
export type InvalidParamsError = RootInvalidParamsError & JsonRpcError;
export const InvalidParamsError: ErrorClass<InvalidParamsError> =
  RootInvalidParamsError as unknown as ErrorClass<InvalidParamsError>;

/** -32603: the server failed. */
export type InternalRpcError = RootInternalRpcError & JsonRpcError;
export const InternalRpcError: ErrorClass<InternalRpcError> =
  RootInternalRpcError as unknown as ErrorClass<InternalRpcError>;

/** -32001, or an error that says `serverOverloaded`: nothing was done, and a later try may succeed. */
export type ServerBusyError = RootServerBusyError & JsonRpcError;
export const ServerBusyError: ErrorClass<ServerBusyError> =
  RootServerBusyError as unknown as ErrorClass<ServerBusyError>;

/** The server was still busy after the last try that the retry policy allows. */
export type RetryLimitExceededError = RootRetryLimitExceededError & ServerBusyError;
export const RetryLimitExceededError: ErrorClass<RetryLimitExceededError> =
  RootRetryLimitExceededError as unknown as ErrorClass<RetryLimitExceededError>;

/** The server is shutting down and takes no new work: connect again, then retry. */
export type ServerDrainingError = RootServerDrainingError & JsonRpcError;
export const ServerDrainingError: ErrorClass<ServerDrainingError> =
  RootServerDrainingError as unknown as ErrorClass<ServerDrainingError>;

/** The turn ended as failed. What it had done until then is in `result`. */
export interface TurnFailedError extends Omit<RootTurnFailedError, 'result' | 'codexErrorInfo'> {
  /** Everything that the turn came to: items, partial items, usage, error. */
  readonly result: TurnResult;
  /** The runtime's classification of the failure; null if it gave none. */
  readonly codex_error_info: CodexErrorInfo | null;
  /** The same by the root's name. */
  readonly codexErrorInfo: CodexErrorInfo | null;
}
export const TurnFailedError: ErrorClass<TurnFailedError> =
  RootTurnFailedError as unknown as ErrorClass<TurnFailedError>;

/**
 * The turn's `signal` aborted, and the turn was interrupted.
 *
 * Its `name` is `'AbortError'`, on purpose: that is how programs know an abort, whatever threw it. Tell
 * it from other aborts by `instanceof TurnAbortedError`.
 */
export interface TurnAbortedError extends Omit<RootTurnAbortedError, 'result'> {
  /** What the turn had come to. */
  readonly result: TurnResult;
}
export const TurnAbortedError: ErrorClass<TurnAbortedError> =
  RootTurnAbortedError as unknown as ErrorClass<TurnAbortedError>;

/**
 * The turn's `timeout_ms` passed, and the turn was interrupted.
 *
 * Its `name` and `code` are those of every `RequestTimeoutError`, on purpose: one check finds all that
 * took too long. Tell it from others by `instanceof TurnTimeoutError`.
 */
export interface TurnTimeoutError
  extends Omit<RootTurnTimeoutError, 'result'>, RequestTimeoutError {
  /** What the turn had come to. */
  readonly result: TurnResult;
}
export const TurnTimeoutError: ErrorClass<TurnTimeoutError> =
  RootTurnTimeoutError as unknown as ErrorClass<TurnTimeoutError>;

/**
 * The goal's `signal` aborted: it was paused, and its turn interrupted.
 *
 * Its `name` is `'AbortError'`, on purpose: that is how programs know an abort, whatever threw it. Tell
 * it from other aborts by `instanceof GoalAbortedError`.
 */
export interface GoalAbortedError extends Omit<RootGoalAbortedError, 'result'> {
  /** What the goal had come to. */
  readonly result: GoalResult;
}
export const GoalAbortedError: ErrorClass<GoalAbortedError> =
  RootGoalAbortedError as unknown as ErrorClass<GoalAbortedError>;

/** The goal was active when its thread was closed, archived, deleted or unsubscribed from. */
export interface GoalLostError extends Omit<RootGoalLostError, 'result'> {
  /** The goal's thread. */
  readonly thread_id: string;
  /** What the goal had come to. */
  readonly result: GoalResult;
}
export const GoalLostError: ErrorClass<GoalLostError> =
  RootGoalLostError as unknown as ErrorClass<GoalLostError>;

/**
 * The goal's `timeout_ms` passed: it was paused, and its turn interrupted.
 *
 * Its `name` and `code` are those of every `RequestTimeoutError`, on purpose: one check finds all that
 * took too long. Tell it from others by `instanceof GoalTimeoutError`.
 */
export interface GoalTimeoutError
  extends Omit<RootGoalTimeoutError, 'result'>, RequestTimeoutError {
  /** What the goal had come to. */
  readonly result: GoalResult;
}
export const GoalTimeoutError: ErrorClass<GoalTimeoutError> =
  RootGoalTimeoutError as unknown as ErrorClass<GoalTimeoutError>;

/** The turn ended well, and its final response does not fit the `output_schema`. */
export interface OutputValidationError extends Omit<RootOutputValidationError, 'result'> {
  /** All else that the turn came to; its `output` is undefined. */
  readonly result: TurnResult<undefined>;
}
export const OutputValidationError: ErrorClass<OutputValidationError> =
  RootOutputValidationError as unknown as ErrorClass<OutputValidationError>;
