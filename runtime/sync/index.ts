/**
 * The same as the root entry, blocking: for scripts that are not async.
 *
 * @module
 * @example
 * import { Codex, Sandbox } from 'codex-app-server-sdk/sync';
 *
 * const codex = new Codex();
 * try {
 *   const thread = codex.threadStart({ sandbox: Sandbox.readOnly });
 *   console.log(thread.run('Say hello').finalResponse);
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
  toolNamespace,
  type ToolNamespace,
  type ToolResult,
} from './tool.js';
export {
  approveAll,
  denyAll,
  type Handler,
  type HandlerContext,
  type Handlers,
  type OpenRequest,
} from './handlers.js';
export { retryOnOverload, type RetryOptions } from './retry.js';

// What does nothing that one could wait for is the root's own.
export {
  AbortError,
  ApprovalMode,
  audioInput,
  CodexError,
  CodexNotFoundError,
  ConfigurationError,
  defer,
  externalMessage,
  ExternalMessage,
  GoalAbortedError,
  GoalLostError,
  GoalTimeoutError,
  imageInput,
  InternalRpcError,
  InvalidParamsError,
  InvalidRequestError,
  isRetryableError,
  JsonRpcError,
  localAudioInput,
  localImageInput,
  LoginFailedError,
  mentionInput,
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
  skillInput,
  StartupError,
  SubscriberOverflowError,
  textInput,
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
  ServerNotification,
  ServerRequest,
  SteerInput,
  ToolContent,
  TomlValue,
  TraceEvent,
  TraceHook,
  TurnResult,
} from '../index.js';
