import { ScriptError } from './errors.js';
import type { CallPart } from './parts.js';
import type { ModelRequest, OfferedTool } from './request.js';

/** How a call is named; all have defaults. */
export interface CallNames {
  readonly callId?: string;
  readonly namespace?: string;
  readonly id?: string;
}

export interface ExecOptions extends CallNames {
  /** Working directory; the turn's own by default. */
  readonly workdir?: string;
  /** Asks to run outside the sandbox, with this question for the user. */
  readonly escalate?: string;
  /** More arguments of the shell tool, by its own names. */
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Shell tools by name, newest first, and how each spells a command and its directory. */
const SHELL_TOOLS: Readonly<Record<string, (command: string) => Record<string, unknown>>> = {
  exec_command: (command) => ({ cmd: command }),
  shell_command: (command) => ({ command }),
  shell: (command) => ({ command: ['sh', '-c', command] }),
};

/** A call in the form that the offered tool takes. */
export function offeredCall(
  request: ModelRequest,
  name: string,
  input: string,
  names: CallNames,
): CallPart {
  const candidates = request.tools.filter(
    (tool) =>
      tool.name === name && (names.namespace === undefined || tool.namespace === names.namespace),
  );
  const [tool, another] = candidates;
  if (tool === undefined) throw notOffered(request, `no tool named '${name}'`);
  if (another !== undefined) throw notOffered(request, `more than one tool named '${name}'`);
  return toCall(tool, input, names);
}

/** Runs a shell command by the shell tool on offer. */
export function execCall(request: ModelRequest, command: string, options: ExecOptions): CallPart {
  for (const [name, spell] of Object.entries(SHELL_TOOLS)) {
    const tool = request.tool(name);
    if (tool === undefined) continue;
    const args = {
      ...spell(command),
      ...(options.workdir === undefined ? {} : { workdir: options.workdir }),
      ...(options.escalate === undefined
        ? {}
        : { sandbox_permissions: 'require_escalated', justification: options.escalate }),
      ...options.args,
    };
    return toCall(tool, JSON.stringify(args), options);
  }
  throw notOffered(request, 'no shell tool');
}

/** Applies a patch by the tool for it, or through the shell for models that have none. */
export function applyPatchCall(request: ModelRequest, patch: string, names: CallNames): CallPart {
  const tool = request.tool('apply_patch');
  if (tool === undefined) {
    return execCall(request, `apply_patch <<'PATCH'\n${patch}\nPATCH\n`, names);
  }
  return toCall(tool, tool.type === 'custom' ? patch : JSON.stringify({ input: patch }), names);
}

function toCall(tool: OfferedTool, input: string, names: CallNames): CallPart {
  return {
    kind: 'call',
    type: tool.type === 'custom' ? 'custom_tool_call' : 'function_call',
    name: tool.name,
    namespace: tool.namespace,
    input,
    callId: names.callId,
    id: names.id,
  };
}

function notOffered(request: ModelRequest, what: string): ScriptError {
  return new ScriptError(
    'tool_not_offered',
    `the runtime offered ${what}; on offer: ${request.toolNames.join(', ') || 'none'}`,
  );
}
