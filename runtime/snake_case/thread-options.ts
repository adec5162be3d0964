import { paramsToWire } from '../../generated/snake_case/mappers.js';
import type {
  ThreadForkParams,
  ThreadResumeParams,
  ThreadStartParams,
} from '../../generated/snake_case/types.js';
import type {
  ThreadForkOptions as RootThreadForkOptions,
  ThreadResumeOptions as RootThreadResumeOptions,
  ThreadStartOptions as RootThreadStartOptions,
} from '../index.js';
import type { CallOptions } from './call-options.js';
import { threadNames } from './facade-names.js';
import { type Handlers, rootHandlers } from './handlers.js';
import { checkOptions, type FormerNames, type OptionNames } from './known-keys.js';
import { type ApprovalMode, rootApprovalMode } from './presets.js';
import { rootSandbox, type ThreadSandbox } from './sandbox.js';
import { rootTools, type ToolNamespace } from './tool-namespace.js';
import type { Tool } from './tool.js';

/** What the facade adds to the params of start, resume and fork. */
interface ThreadFacadeOptions extends CallOptions {
  /** What happens when a command needs more than the sandbox allows. Default: the user's configuration. */
  readonly approval_mode?: ApprovalMode | undefined;
  /** A `Sandbox` preset, a mode, or a `workspaceWrite` policy. Default: the user's configuration. */
  readonly sandbox?: ThreadSandbox | null | undefined;
  /** Answers to what the runtime asks for this thread and its sub-agents, before the client's. */
  readonly handlers?: Handlers | undefined;
  /**
   * Tools that run in this process, from `tool()` and `tool_namespace()`. On start they are declared,
   * after those of `dynamic_tools`. A thread that is resumed or forked has its tools already: the list
   * says what carries them out. Calls of others go to `handlers.tool_call`.
   */
  readonly tools?: readonly (Tool | ToolNamespace)[] | undefined;
}

type Facade<Params> = Omit<Params, 'sandbox' | 'thread_id'> & ThreadFacadeOptions;

/** Options of `codex.thread_start()`. */
export interface ThreadStartOptions extends Facade<ThreadStartParams> {}

/** Options of `codex.thread_resume()`. */
export interface ThreadResumeOptions extends Facade<ThreadResumeParams> {}

/** Options of `codex.thread_fork()`. */
export interface ThreadForkOptions extends Facade<ThreadForkParams> {}

/** The options of each request that makes a thread: here, and at the root. */
interface ThreadOptions {
  'thread/start': [ThreadStartOptions, RootThreadStartOptions];
  'thread/resume': [ThreadResumeOptions, RootThreadResumeOptions];
  'thread/fork': [ThreadForkOptions, RootThreadForkOptions];
}

export type ThreadMethod = keyof ThreadOptions;

const former: FormerNames = { include_turns: '`exclude_turns`, with the opposite meaning' };

const names: { readonly [Method in ThreadMethod]: OptionNames } = {
  'thread/start': namesOf('thread/start'),
  'thread/resume': { ...namesOf('thread/resume'), former },
  'thread/fork': { ...namesOf('thread/fork'), former },
};

function namesOf(method: ThreadMethod): OptionNames {
  return { method, facade: threadNames, paramsExcept: ['thread_id'] };
}

/** The options as the root takes them. */
export function rootThreadOptions<Method extends ThreadMethod>(
  method: Method,
  options: ThreadOptions[Method][0],
): ThreadOptions[Method][1] {
  checkOptions(options, names[method]);
  const { approval_mode, handlers, sandbox, signal, timeout_ms, tools, ...params } = options;
  return {
    ...(paramsToWire(method, params) as object),
    approvalMode: rootApprovalMode(method, approval_mode),
    handlers: handlers && rootHandlers(handlers, method),
    sandbox: rootSandbox(method, sandbox),
    signal,
    timeoutMs: timeout_ms,
    tools: tools && rootTools(tools),
  };
}
