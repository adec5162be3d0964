import type {
  SandboxMode,
  SandboxPolicy,
  ThreadForkParams,
  ThreadResumeParams,
  ThreadStartParams,
} from '../../generated/types.js';
import type { CallOptions } from '../rpc/call.js';
import type { Handlers } from '../session/handlers.js';
import { type ApprovalOptions, approvalParams } from './approval-options.js';
import { checkKeys } from './known-keys.js';
import { threadSandboxParams } from './sandbox-options.js';

/** What the facade adds to the params of start, resume and fork. */
interface ThreadFacadeOptions extends ApprovalOptions, CallOptions {
  /** A `Sandbox` preset, a mode, or a `workspaceWrite` policy. Default: the user's configuration. */
  readonly sandbox?: SandboxMode | SandboxPolicy | null | undefined;
  /** Answers to what the runtime asks for this thread and its sub-agents, before the client's. */
  readonly handlers?: Handlers | undefined;
}

type Facade<Params> = Omit<Params, 'sandbox' | 'threadId'> & ThreadFacadeOptions;

/** Options of `codex.threadStart()`. */
export interface ThreadStartOptions extends Facade<ThreadStartParams> {}

/** Options of `codex.threadResume()`. */
export interface ThreadResumeOptions extends Facade<ThreadResumeParams> {}

/** Options of `codex.threadFork()`. */
export interface ThreadForkOptions extends Facade<ThreadForkParams> {}

type ThreadMethod = 'thread/start' | 'thread/resume' | 'thread/fork';

const facadeKeys = ['approvalMode', 'handlers', 'sandbox', 'signal', 'timeoutMs'];

/** The wire's params for thread options. */
export function threadParams(
  method: ThreadMethod,
  options: ThreadStartOptions | ThreadResumeOptions | ThreadForkOptions,
): Record<string, unknown> {
  checkKeys(method, options, facadeKeys, ['threadId']);
  const { approvalMode, handlers: _, sandbox, signal: __, timeoutMs: ___, ...wire } = options;
  const params: Record<string, unknown> = {
    ...wire,
    ...approvalParams(method, approvalMode, wire.approvalPolicy),
  };
  if (sandbox !== undefined) {
    Object.assign(params, threadSandboxParams(method, sandbox, wire.config));
  }
  return params;
}
