import type { DynamicToolSpec, FunctionDynamicToolSpec } from '../../generated/types.js';
import { invalidParams } from '../options/invalid-params.js';
import { checkName } from './names.js';
import { toolNamespace, type ToolNamespace } from './namespace.js';
import { inputOf, isTool, type Tool } from './tool.js';

/** What `tools` of a thread may hold. */
export type Tools = readonly (Tool | ToolNamespace)[];

/** A tool and the namespace it is in, if any. */
export interface NamedTool {
  readonly namespace: string | undefined;
  readonly tool: Tool;
}

/**
 * The tools of a list, one by one.
 *
 * @throws InvalidParamsError for what is no tool, and for names that occur twice.
 */
export function namedTools(method: string, tools: Tools): NamedTool[] {
  if (!Array.isArray(tools)) throw invalidParams(method, '`tools` must be a list');
  const list: readonly unknown[] = tools;
  const named = list.flatMap((entry): NamedTool[] => {
    if (isTool(entry)) return [{ namespace: undefined, tool: entry }];
    if (typeof entry === 'object' && entry !== null && 'tools' in entry) {
      const { name, tools } = toolNamespace(entry as ToolNamespace);
      return tools.map((tool) => ({ namespace: name, tool }));
    }
    throw invalidParams(method, '`tools` takes what tool() and toolNamespace() return');
  });
  for (const { namespace, tool } of named) {
    const shown = JSON.stringify(tool.name);
    // A tool may be a copy of one that tool() made, with other properties.
    checkName('tool', tool.name);
    if (!tool.deferLoading || namespace !== undefined) continue;
    throw invalidParams(
      method,
      `\`deferLoading\` of the tool ${shown} needs a namespace: put it into a toolNamespace()`,
    );
  }
  checkTwice(method, tools.map(declaration));
  return named;
}

/**
 * The wire's `dynamicTools`: the user's own, and then the tools.
 *
 * @throws InvalidParamsError as {@link namedTools}.
 */
export function dynamicTools(
  method: string,
  tools: Tools,
  own: readonly DynamicToolSpec[] | null | undefined,
): DynamicToolSpec[] {
  namedTools(method, tools);
  const specs = [...(own ?? []), ...tools.map(declaration)];
  checkTwice(method, specs);
  return specs;
}

/**
 * The tools of a list, ready to validate arguments. Rejects with InvalidParamsError as
 * {@link namedTools} throws, if a schema is wrong, and if the client has no experimental API.
 */
export async function readyTools(
  method: string,
  tools: Tools,
  experimentalApi: boolean,
): Promise<NamedTool[]> {
  const named = namedTools(method, tools);
  if (!experimentalApi) {
    throw invalidParams(
      method,
      '`tools` are experimental, and this client was made with experimentalApi: false',
    );
  }
  await Promise.all(named.map(({ tool }) => inputOf(tool).prepare()));
  return named;
}

function declaration(entry: Tool | ToolNamespace): DynamicToolSpec {
  if (isTool(entry)) return functionDeclaration(entry);
  const { name, description, tools } = entry;
  return { type: 'namespace', name, description, tools: tools.map(functionDeclaration) };
}

function functionDeclaration(tool: Tool): FunctionDynamicToolSpec {
  const { name, description, inputSchema, deferLoading } = tool;
  const declared: FunctionDynamicToolSpec = { type: 'function', name, description, inputSchema };
  return deferLoading ? { ...declared, deferLoading } : declared;
}

function checkTwice(method: string, specs: readonly DynamicToolSpec[]): void {
  const seen = new Set<string>();
  const check = (name: string, what: string): void => {
    if (seen.has(what)) {
      throw invalidParams(method, `two ${what}: names must differ (${JSON.stringify(name)})`);
    }
    seen.add(what);
  };
  for (const spec of specs) {
    const shown = JSON.stringify(spec.name);
    if (spec.type !== 'namespace') {
      check(spec.name, `tools named ${shown}`);
      continue;
    }
    check(spec.name, `namespaces named ${shown}`);
    for (const { name } of spec.tools) {
      check(name, `tools named ${JSON.stringify(name)} in ${shown}`);
    }
  }
}
