import { ScriptError } from './errors.js';
import type { JsonObject } from './json.js';
import type { CallPart } from './parts.js';
import type { ModelRequest } from './request.js';
import { qualifiedName, type OfferedTool } from './tools.js';

/** How a call is named. */
export interface CallOptions {
  /** Names the call, for `ModelRequest.toolOutput()`; unique by default. */
  readonly callId?: string | undefined;
  /** The namespace of the tool, where a name alone is ambiguous. */
  readonly namespace?: string | undefined;
  /** Id of the item; unique by default. */
  readonly id?: string | undefined;
}

/** How a shell command is run. */
export interface ExecOptions extends CallOptions {
  /** Working directory; the turn's own by default. */
  readonly workdir?: string | undefined;
  /** Asks to run outside the sandbox, with this question for the user. */
  readonly escalate?: string | undefined;
  /** More arguments of the shell tool, by its own names. */
  readonly args?: JsonObject | undefined;
}

/** Shell tools by name, newest first, and how each takes a command. */
const SHELL_TOOLS: Readonly<Record<string, (command: string) => JsonObject>> = {
  exec_command: (command) => ({ cmd: command }),
  shell_command: (command) => ({ command }),
  shell: (command) => ({ command: ['sh', '-c', command] }),
};

/** A call of the tool of that name, in the form in which the runtime offers it. */
export function offeredCall(
  request: ModelRequest,
  name: string,
  input: string,
  options: CallOptions,
): CallPart {
  const found = request.tools.filter(
    (tool) =>
      tool.name === name &&
      (options.namespace === undefined || tool.namespace === options.namespace),
  );
  const [tool] = found;
  if (tool === undefined) return codeModeCall(request, name, input, options);
  if (found.length === 1) return callOf(tool, input, options);
  throw new ScriptError(
    'tool_not_offered',
    `the runtime offers more than one tool '${name}', give its namespace: ` +
      found.map(qualifiedName).join(', '),
  );
}

/** Runs a shell command by the shell tool on offer. */
export function execCall(request: ModelRequest, command: string, options: ExecOptions): CallPart {
  const [name, spell] =
    Object.entries(SHELL_TOOLS).find(([candidate]) => request.tool(candidate) !== undefined) ??
    (['exec_command', SHELL_TOOLS['exec_command']] as const);
  const args = {
    ...spell?.(command),
    ...(options.workdir === undefined ? {} : { workdir: options.workdir }),
    ...(options.escalate === undefined
      ? {}
      : { sandbox_permissions: 'require_escalated', justification: options.escalate }),
    ...options.args,
  };
  return offeredCall(request, name, JSON.stringify(args), options);
}

/** Applies a patch by the tool for it, or through the shell for models that have none. */
export function applyPatchCall(
  request: ModelRequest,
  patch: string,
  options: CallOptions,
): CallPart {
  const tool = request.tool('apply_patch');
  if (tool?.type === 'custom') return callOf(tool, patch, options);
  if (tool !== undefined) return callOf(tool, JSON.stringify({ input: patch }), options);
  if (request.tool('exec_command') !== undefined) {
    return execCall(request, `apply_patch <<'PATCH'\n${patch}\nPATCH\n`, options);
  }
  return codeModeCall(request, 'apply_patch', JSON.stringify(patch), options);
}

/** Models in code mode have one tool, which runs JavaScript that calls the others. */
function codeModeCall(
  request: ModelRequest,
  name: string,
  input: string,
  options: CallOptions,
): CallPart {
  const exec = request.tool('exec');
  if (exec?.type === 'custom') {
    const member = options.namespace === undefined ? name : `${options.namespace}__${name}`;
    return callOf(exec, `text(await tools.${member}(${input}))`, options);
  }
  throw new ScriptError(
    'tool_not_offered',
    `the runtime offers no tool '${name}', but ${request.toolNames.join(', ') || 'none at all'}`,
  );
}

function callOf(tool: OfferedTool, input: string, options: CallOptions): CallPart {
  return {
    kind: 'call',
    type: tool.type === 'custom' ? 'custom_tool_call' : 'function_call',
    name: tool.name,
    namespace: tool.namespace,
    input,
    callId: options.callId,
    id: options.id,
  };
}
