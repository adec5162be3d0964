/**
 * The same as the root entry, blocking and in the names of the Python SDK, whose programs port line
 * by line.
 *
 * @module
 * @example
 * import { Codex, Sandbox } from 'codex-app-server-sdk/snake_case/sync';
 *
 * const codex = new Codex();
 * try {
 *   const thread = codex.thread_start({ sandbox: Sandbox.read_only });
 *   console.log(thread.run('Say hello').final_response);
 * } finally {
 *   codex.close();
 * }
 */
export { Codex } from './codex.js';
export type { CodexConfig } from './config.js';
export { Thread } from './thread.js';
export { TurnHandle } from './turn-handle.js';
export { GoalHandle } from './goal-handle.js';
export { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login-handles.js';
export type { Rpc } from './rpc.js';
export type {
  CallOptions,
  CompactOptions,
  GoalOptions,
  LoginChatgptOptions,
  ModelListOptions,
  NotificationStreamOptions,
  ReviewOptions,
  ThreadForkOptions,
  ThreadItemsOptions,
  ThreadListOptions,
  ThreadResumeOptions,
  ThreadStartOptions,
  ThreadTurnsOptions,
  TurnOptions,
  TurnOptionsWithOutput,
  TurnStreamOptions,
} from './options.js';
export {
  type JsonToolOptions,
  type StandardToolOptions,
  tool,
  type Tool,
  type ToolContext,
  tool_namespace,
  type ToolNamespace,
  type ToolResult,
} from './tool.js';
export {
  approve_all,
  deny_all,
  type Handler,
  type HandlerContext,
  type Handlers,
  type OpenRequest,
} from './handlers.js';
export { retry_on_overload, type RetryOptions } from './retry.js';

// What does nothing that one could wait for is as in the asynchronous voice.
export {
  AbortError,
  ApprovalMode,
  audio_input,
  CodexError,
  CodexNotFoundError,
  ConfigurationError,
  defer,
  external_message,
  ExternalMessage,
  GoalAbortedError,
  GoalLostError,
  GoalTimeoutError,
  image_input,
  InternalRpcError,
  InvalidParamsError,
  InvalidRequestError,
  is_retryable_error,
  JsonRpcError,
  local_audio_input,
  local_image_input,
  LoginFailedError,
  mention_input,
  MessageTooLargeError,
  MethodNotFoundError,
  OutputValidationError,
  ParseError,
  ProtocolError,
  RequestTimeoutError,
  RetryLimitExceededError,
  Sandbox,
  SchemaViolationError,
  ServerBusyError,
  ServerDrainingError,
  skill_input,
  StartupError,
  SubscriberOverflowError,
  text_input,
  ThreadLostError,
  TransportClosedError,
  TurnAbortedError,
  TurnFailedError,
  TurnLostError,
  TurnTimeoutError,
} from '../index.js';
export type {
  CloseInfo,
  ConfigOverrides,
  ErrorClass,
  ExternalMessageOptions,
  GoalResult,
  GoalStatus,
  ImageInputOptions,
  InputItem,
  JsonSchema,
  LifecycleEvent,
  LostThread,
  OutputSchema,
  RemoteOptions,
  RequestId,
  RetryPolicy,
  RpcErrorObject,
  RunInput,
  RuntimeMetadata,
  SchemaIssue,
  SchemaViolation,
  SearchedPlace,
  SteerInput,
  TomlValue,
  ToolContent,
  TraceEvent,
  TraceHook,
  TurnResult,
} from '../index.js';

// The protocol in this spelling. Its `Thread`, what is stored of one, gives way to the facade's.
export type * from '../../../generated/snake_case/protocol.js';
export type * from '../../../generated/snake_case/types.js';
export type { Thread as StoredThread } from '../../../generated/snake_case/types.js';
