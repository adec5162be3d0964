/**
 * Talk to the Codex agent: threads, turns, approvals, tools, logins, and every method of the protocol.
 *
 * @module
 * @example
 * import { Codex } from 'codex-app-server-sdk';
 *
 * const codex = await Codex.start();
 * try {
 *   const thread = await codex.threadStart();
 *   console.log((await thread.run('Say hello')).finalResponse);
 * } finally {
 *   await codex.close();
 * }
 */
export { Codex } from './codex.js';
export type { CodexConfig } from './config.js';
export type { RemoteOptions } from './transport/create.js';
export type { ConfigOverrides } from './process/arguments.js';
export type { TomlValue } from './process/toml.js';
export { Thread } from './thread.js';
export { TurnHandle } from './turn/turn-handle.js';
export type { TurnStreamOptions } from './turn/turn-stream.js';
export { GoalHandle } from './goal/goal-handle.js';
export type { GoalResult } from './goal/goal-result.js';
export type { GoalStatus } from './session/goal-record.js';
export { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login/login-handle.js';
export type { LoginChatgptOptions } from './login/login.js';
export { LoginFailedError } from './login/login-failed-error.js';
export type { TurnResult } from './session/turn-result.js';
export type {
  ThreadForkOptions,
  ThreadResumeOptions,
  ThreadStartOptions,
} from './options/thread-options.js';
export type { TurnOptions, TurnOptionsWithOutput } from './options/turn-options.js';
export {
  tool,
  type JsonToolOptions,
  type StandardToolOptions,
  type Tool,
  type ToolContext,
} from './tools/tool.js';
export { toolNamespace, type ToolNamespace } from './tools/namespace.js';
export type { ToolContent, ToolResult } from './tools/result.js';
export type { OutputSchema } from './output/output-schema.js';
export { OutputValidationError } from './output/output-validation-error.js';
export type { JsonSchema } from './schema/json-schema.js';
export type { SchemaIssue } from './schema/issues.js';
export type { GoalOptions } from './options/goal-options.js';
export type { ThreadItemsOptions, ThreadTurnsOptions } from './options/history-options.js';
export type { ModelListOptions, ThreadListOptions } from './options/list-options.js';
export type { CompactOptions, ReviewOptions } from './options/work-options.js';
export { ApprovalMode, Sandbox } from './presets.js';
export type { InputItem, RunInput, SteerInput } from './inputs/input.js';
export {
  externalMessage,
  ExternalMessage,
  type ExternalMessageOptions,
} from './inputs/external-message.js';
export {
  audioInput,
  imageInput,
  type ImageInputOptions,
  localAudioInput,
  localImageInput,
  mentionInput,
  skillInput,
  textInput,
} from './inputs/items.js';
export { defer, type Handler, type HandlerContext, type Handlers } from './session/handlers.js';
export { approveAll, denyAll } from './session/ready-made-handlers.js';
export { isRetryableError, retryOnOverload, type RetryOptions } from './retry/retry.js';
export type { OpenRequest } from './session/server-requests.js';
export type { NotificationStreamOptions } from './session/notification-hub.js';
export type { LifecycleEvent, LostThread } from './session/lifecycle.js';
export { type SchemaViolation, SchemaViolationError, type Validator } from './session/validator.js';
export { ThreadLostError } from './session/thread-lost-error.js';
export { TurnLostError } from './session/turn-lost-error.js';
export type { RuntimeMetadata } from './session/runtime-metadata.js';
export type { CallOptions } from './rpc/call.js';
export type { RequestId, RpcErrorObject } from './rpc/message.js';
export type { RetryPolicy } from './rpc/retry-policy.js';
export type { TraceEvent, TraceHook } from './rpc/trace.js';
export type { CloseInfo, Transport, TransportEvents } from './rpc/transport.js';
export type {
  ProcessExit,
  SpawnedProcess,
  SpawnProcess,
  SpawnProcessOptions,
} from './process/spawned-process.js';
export { CodexError } from './util/codex-error.js';
export { ConfigurationError } from './util/configuration-error.js';
export { CodexNotFoundError, type SearchedPlace, StartupError } from './process/errors.js';
export {
  AbortError,
  ProtocolError,
  RequestTimeoutError,
  TransportClosedError,
} from './rpc/errors/connection-errors.js';
export { MessageTooLargeError } from './rpc/errors/message-too-large-error.js';
export {
  InternalRpcError,
  InvalidParamsError,
  InvalidRequestError,
  JsonRpcError,
  MethodNotFoundError,
  ParseError,
  RetryLimitExceededError,
  ServerBusyError,
  ServerDrainingError,
} from './rpc/errors/json-rpc-error.js';
export { SubscriberOverflowError } from './session/subscriber-overflow-error.js';
export { GoalAbortedError, GoalLostError, GoalTimeoutError } from './goal/goal-errors.js';
export { TurnAbortedError, TurnFailedError, TurnTimeoutError } from './turn/turn-errors.js';
export type { ServerNotification, ServerRequest } from '../generated/protocol.js';
