/**
 * The same as the root entry, in the names of the Python SDK.
 *
 * @module
 * @example
 * import { Codex, Sandbox } from 'codex-app-server-sdk/snake_case';
 *
 * const codex = await Codex.start();
 * try {
 *   const thread = await codex.thread_start({ sandbox: Sandbox.read_only });
 *   console.log((await thread.run('Say hello')).final_response);
 * } finally {
 *   await codex.close();
 * }
 */
export { Codex } from './codex.js';
export type { CodexConfig } from './config.js';
export { Thread } from './thread.js';
export { TurnHandle } from './turn-handle.js';
export { GoalHandle } from './goal-handle.js';
export type { GoalResult } from './goal-result.js';
export { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login-handles.js';
export type { TurnResult } from './turn-result.js';
export type {
  ThreadForkOptions,
  ThreadResumeOptions,
  ThreadStartOptions,
} from './thread-options.js';
export type { TurnOptions, TurnOptionsWithOutput, TurnStreamOptions } from './turn-options.js';
export type {
  CompactOptions,
  GoalOptions,
  LoginChatgptOptions,
  ModelListOptions,
  ReviewOptions,
  ThreadItemsOptions,
  ThreadListOptions,
  ThreadTurnsOptions,
} from './request-options.js';
export {
  type JsonToolOptions,
  type StandardToolOptions,
  tool,
  type Tool,
  type ToolContext,
} from './tool.js';
export { tool_namespace, type ToolNamespace } from './tool-namespace.js';
export type { ToolContent, ToolResult } from './tool-result.js';
export type { CallOptions } from './call-options.js';
export { ApprovalMode, Sandbox } from './presets.js';
export type { InputItem, RunInput, SteerInput } from './inputs.js';
export {
  external_message,
  ExternalMessage,
  type ExternalMessageOptions,
} from './external-message.js';
export {
  audio_input,
  image_input,
  type ImageInputOptions,
  local_audio_input,
  local_image_input,
  mention_input,
  skill_input,
  text_input,
} from './input-items.js';
export type { Handler, HandlerContext, Handlers } from './handlers.js';
export { approve_all, deny_all } from './ready-made-handlers.js';
export { retry_on_overload, type RetryOptions, type RetryPolicy } from './retry.js';
export type { OpenRequest } from './open-requests.js';
export type { NotificationStreamOptions } from './notifications.js';
export type { CloseInfo, LifecycleEvent, LostThread, RuntimeMetadata } from './lifecycle.js';
export {
  type ErrorClass,
  GoalAbortedError,
  GoalLostError,
  GoalTimeoutError,
  InternalRpcError,
  InvalidParamsError,
  InvalidRequestError,
  JsonRpcError,
  LoginFailedError,
  MethodNotFoundError,
  OutputValidationError,
  ParseError,
  RequestTimeoutError,
  RetryLimitExceededError,
  ServerBusyError,
  ServerDrainingError,
  StartupError,
  SubscriberOverflowError,
  ThreadLostError,
  TransportClosedError,
  TurnAbortedError,
  TurnFailedError,
  TurnLostError,
  TurnTimeoutError,
} from './error-classes.js';

// What has no name that could be spelled otherwise, and what a program builds for the SDK to use.
export {
  AbortError,
  CodexError,
  CodexNotFoundError,
  ConfigurationError,
  defer,
  isRetryableError as is_retryable_error,
  MessageTooLargeError,
  ProtocolError,
  SchemaViolationError,
} from '../index.js';
export type {
  ConfigOverrides,
  GoalStatus,
  JsonSchema,
  OutputSchema,
  ProcessExit,
  RemoteOptions,
  RequestId,
  RpcErrorObject,
  SchemaIssue,
  SchemaViolation,
  SearchedPlace,
  SpawnedProcess,
  SpawnProcess,
  SpawnProcessOptions,
  TomlValue,
  TraceEvent,
  TraceHook,
  Transport,
  TransportEvents,
  Validator,
} from '../index.js';

// The protocol in this spelling. Its `Thread`, what is stored of one, gives way to the facade's.
export type * from '../../generated/snake_case/protocol.js';
export type * from '../../generated/snake_case/types.js';
export type { Thread as StoredThread } from '../../generated/snake_case/types.js';
