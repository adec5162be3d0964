import type { ThreadStartParams, TurnStartParams } from '../../generated/types.js';
import type {
  CallOptions,
  Codex,
  CodexConfig,
  Handlers,
  JsonToolOptions,
  NotificationStreamOptions,
  RetryOptions,
  RetryPolicy,
  Thread,
  ThreadStartOptions,
  TurnOptions,
  TurnStreamOptions,
} from '../index.js';
import type { Names } from './names.js';

// The names that the facade adds to those of the protocol, which the generated mappers know.

export const configNames: Names<CodexConfig> = {
  codex_bin: 'codexBin',
  launch_args: 'launchArgs',
  config_overrides: 'configOverrides',
  cwd: 'cwd',
  env: 'env',
  client_info: 'clientInfo',
  experimental_api: 'experimentalApi',
  capabilities: 'capabilities',
  opt_out_notification_methods: 'optOutNotificationMethods',
  handlers: 'handlers',
  transport: 'transport',
  spawn: 'spawn',
  request_timeout_ms: 'requestTimeoutMs',
  max_in_flight: 'maxInFlight',
  max_message_bytes: 'maxMessageBytes',
  retry: 'retry',
  restart: 'restart',
  validate: 'validate',
  trace: 'trace',
  on_stderr: 'onStderr',
  on_warning: 'onWarning',
  on_handler_error: 'onHandlerError',
  on_protocol_error: 'onProtocolError',
};

export const handlerNames: Names<Handlers> = {
  command_approval: 'commandApproval',
  file_change_approval: 'fileChangeApproval',
  permissions_approval: 'permissionsApproval',
  user_input: 'userInput',
  elicitation: 'elicitation',
  tool_call: 'toolCall',
  auth_tokens_refresh: 'authTokensRefresh',
  attestation: 'attestation',
  current_time: 'currentTime',
  apply_patch_approval: 'applyPatchApproval',
  exec_command_approval: 'execCommandApproval',
  on_unhandled: 'onUnhandled',
};

export const callNames: Names<CallOptions> = { signal: 'signal', timeout_ms: 'timeoutMs' };

export const threadNames: Names<Omit<ThreadStartOptions, keyof ThreadStartParams>> = {
  ...callNames,
  approval_mode: 'approvalMode',
  handlers: 'handlers',
  tools: 'tools',
};

export const turnNames: Names<Omit<TurnOptions, keyof TurnStartParams>> = {
  ...callNames,
  approval_mode: 'approvalMode',
  sandbox: 'sandbox',
  strict_output: 'strictOutput',
};

export const accountNames: Names<NonNullable<Parameters<Codex['account']>[0]>> = {
  ...callNames,
  refresh_token: 'refreshToken',
};

export const readNames: Names<NonNullable<Parameters<Thread['read']>[0]>> = {
  ...callNames,
  include_turns: 'includeTurns',
};

export const turnStreamNames: Names<TurnStreamOptions> = {
  include_children: 'includeChildren',
  max_queued: 'maxQueued',
  signal: 'signal',
};

export const notificationStreamNames: Names<NotificationStreamOptions> = {
  max_queued: 'maxQueued',
  methods: 'methods',
  signal: 'signal',
  thread_id: 'threadId',
};

export const toolNames: Names<JsonToolOptions<never>> = {
  name: 'name',
  description: 'description',
  input: 'input',
  execute: 'execute',
  timeout_ms: 'timeoutMs',
  defer_loading: 'deferLoading',
};

export const retryPolicyNames: Names<RetryPolicy> = {
  max_attempts: 'maxAttempts',
  initial_delay_ms: 'initialDelayMs',
  max_delay_ms: 'maxDelayMs',
  jitter_ratio: 'jitterRatio',
};

export const retryNames: Names<RetryOptions> = { ...retryPolicyNames, signal: 'signal' };
