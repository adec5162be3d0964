import { invalidParams } from '../options/invalid-params.js';
import { checkParamNames, type Names } from '../options/known-keys.js';
import { checkDescription, checkName } from './names.js';
import { isTool, type Tool } from './tool.js';

/** Tools that belong together, as `toolNamespace()` makes them. */
export interface ToolNamespace {
  /** Name for the model: letters of ASCII, digits, `_` and `-`, at most 64 characters. */
  readonly name: string;
  /** Tells the model what the tools have in common; at most 1,024 characters. */
  readonly description: string;
  /** The tools, one or more. */
  readonly tools: readonly Tool[];
}

const method = 'thread/start';
const namespaceNames: Names<ToolNamespace> = { description: true, name: true, tools: true };

/**
 * Puts tools under a common name, so that the model sees that they belong together and names may
 * recur elsewhere. The name follows the rules of a tool's, with at most 64 characters, and
 * `description` has at most 1,024.
 *
 * @example
 * const crm = toolNamespace({ name: 'crm', description: 'Our customers.', tools: [find, update] });
 * const thread = await codex.threadStart({ tools: [weather, crm] });
 *
 * @throws InvalidParamsError if the runtime would refuse the name, the description or the tools.
 */
export function toolNamespace(options: ToolNamespace): ToolNamespace {
  checkParamNames(method, options, namespaceNames);
  const { name, description, tools } = options;
  checkName('namespace', name);
  checkDescription('namespace', name, description, 1024);
  if (!Array.isArray(tools) || tools.length === 0 || !tools.every(isTool)) {
    throw invalidParams(
      method,
      `the namespace ${JSON.stringify(name)} needs one tool() or more in \`tools\``,
    );
  }
  return { name, description, tools: [...tools] };
}
