import type {
  ThreadForkParams,
  ThreadResumeParams,
  ThreadStartParams,
} from '../../generated/types.js';
import type { CallOptions } from '../rpc/call.js';
import type { Handlers } from '../session/handlers.js';
import { dynamicTools, type Tools } from '../tools/declare.js';
import { type ApprovalOptions, approvalParams } from './approval-options.js';
import { checkHandlers } from './handler-names.js';
import { checkKeys } from './known-keys.js';
import { type ThreadSandbox, threadSandboxParams } from './sandbox-options.js';

/** What the facade adds to the params of start, resume and fork. */
interface ThreadFacadeOptions extends ApprovalOptions, CallOptions {
  /** A `Sandbox` preset, a mode, or a `workspaceWrite` policy. Default: the user's configuration. */
  readonly sandbox?: ThreadSandbox | null | undefined;
  /**
   * Answers to what the runtime asks for this thread and its sub-agents, before the client's. When the
   * runtime is done with the thread (closed, archived, unsubscribed from, deleted), they and the `tools`
   * are kept for a further resume as long as a `Thread` object of it is in use; give them anew without.
   */
  readonly handlers?: Handlers | undefined;
  /**
   * Tools that run in this process, from `tool()` and `toolNamespace()`. On start they are declared,
   * after those of `dynamicTools`. A thread that is resumed or forked has its tools already: the list
   * says what carries them out. Calls of others go to `handlers.toolCall`.
   */
  readonly tools?: Tools | undefined;
}

type Facade<Params> = Omit<Params, 'sandbox' | 'threadId'> & ThreadFacadeOptions;

/** Options of `codex.threadStart()`. */
export interface ThreadStartOptions extends Facade<ThreadStartParams> {}

/** Options of `codex.threadResume()`. */
export interface ThreadResumeOptions extends Facade<ThreadResumeParams> {}

/** Options of `codex.threadFork()`. */
export interface ThreadForkOptions extends Facade<ThreadForkParams> {}

type ThreadMethod = 'thread/start' | 'thread/resume' | 'thread/fork';

const facadeKeys = ['approvalMode', 'handlers', 'sandbox', 'signal', 'timeoutMs', 'tools'];

/** The wire's params for thread options. */
export function threadParams(
  method: ThreadMethod,
  options: ThreadStartOptions | ThreadResumeOptions | ThreadForkOptions,
): Record<string, unknown> {
  checkKeys(method, options, facadeKeys, ['threadId']);
  const { approvalMode, handlers, sandbox, signal: _, timeoutMs: __, tools, ...rest } = options;
  checkHandlers(method, handlers);
  const wire: Omit<ThreadStartParams, 'sandbox'> = rest;
  const params: Record<string, unknown> = {
    ...wire,
    ...approvalParams(method, approvalMode, wire),
  };
  if (sandbox !== undefined) {
    Object.assign(params, threadSandboxParams(method, sandbox, wire.config));
  }
  if (tools && method === 'thread/start') {
    params['dynamicTools'] = dynamicTools(method, tools, wire.dynamicTools);
  }
  return params;
}
