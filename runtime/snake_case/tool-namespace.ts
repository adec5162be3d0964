import {
  type Tool as RootTool,
  toolNamespace,
  type ToolNamespace as RootToolNamespace,
} from '../index.js';
import { spokenNow } from './errors.js';
import { isTool, rootTool, type Tool } from './tool.js';

/** Tools that belong together, as `tool_namespace()` makes them. */
export interface ToolNamespace {
  /** Name for the model: letters of ASCII, digits, `_` and `-`, at most 64 characters. */
  readonly name: string;
  /** Tells the model what the tools have in common; at most 1,024 characters. */
  readonly description: string;
  /** The tools, one or more. */
  readonly tools: readonly Tool[];
}

/**
 * Puts tools under a common name, so that the model sees that they belong together and names may
 * recur elsewhere. The name follows the rules of a tool's, with at most 64 characters, and
 * `description` has at most 1,024.
 *
 * @example
 * const crm = tool_namespace({ name: 'crm', description: 'Our customers.', tools: [find, update] });
 * const thread = await codex.thread_start({ tools: [weather, crm] });
 *
 * @throws InvalidParamsError if the runtime would refuse the name, the description or the tools.
 */
export function tool_namespace(options: ToolNamespace): ToolNamespace {
  spokenNow(() => toolNamespace(rootNamespace(options)));
  const { name, description, tools } = options;
  return { name, description, tools: [...tools] };
}

/** The `tools` of a thread as the root takes them. What is none goes on as it is, for the root to reject. */
export function rootTools(
  tools: readonly (Tool | ToolNamespace)[],
): readonly (RootTool | RootToolNamespace)[] {
  if (!Array.isArray(tools)) return tools as never;
  return (tools as readonly (Tool | ToolNamespace)[]).map((entry) => {
    if (isTool(entry)) return rootTool(entry);
    return typeof entry === 'object' && entry !== null && 'tools' in entry
      ? rootNamespace(entry)
      : entry;
  });
}

function rootNamespace(namespace: ToolNamespace): RootToolNamespace {
  const { tools } = namespace;
  if (!Array.isArray(tools)) return namespace as never;
  return { ...namespace, tools: tools.map((tool) => (isTool(tool) ? rootTool(tool) : tool)) };
}
