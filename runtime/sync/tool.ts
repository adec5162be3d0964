import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  type JsonToolOptions as RootJsonToolOptions,
  type StandardToolOptions as RootStandardToolOptions,
  tool as rootTool,
  type Tool as RootTool,
  type ToolContext as RootToolContext,
  toolNamespace as rootToolNamespace,
  type ToolNamespace as RootToolNamespace,
  type ToolResult as RootToolResult,
} from '../index.js';
import type { NoPromise, WithoutSignal } from './blocking.js';
import { givenTool, type GivenTool } from './recipes.js';

/** What a tool is told beside its arguments. */
export interface ToolContext extends WithoutSignal<RootToolContext> {}

/** What a tool may return: as at the root, but for promises. */
export type ToolResult = NoPromise<RootToolResult>;

/** Carries out a call, on the calling thread while that waits. */
interface Execute<Args> {
  /**
   * Carries out a call, on the calling thread while that waits. The model reads what it returns: a
   * text, content such as `imageInput(bytes)`, or any other value as JSON. What it throws, the model
   * reads as the tool's failure; it is reported through `onHandlerError` too. So is a promise.
   */
  execute(args: Args, context: ToolContext): ToolResult;
}

/** A tool whose arguments a Standard Schema describes, which must validate at once. */
export interface StandardToolOptions<Schema extends StandardSchemaV1>
  extends
    Omit<RootStandardToolOptions<Schema>, 'execute'>,
    Execute<StandardSchemaV1.InferOutput<Schema>> {}

/** A tool whose arguments a JSON Schema describes. */
export interface JsonToolOptions<Args>
  extends Omit<RootJsonToolOptions<Args>, 'execute'>, Execute<Args> {}

/** A tool that runs in this process; `tool()` makes it. */
export interface Tool<Args = unknown>
  extends Omit<RootTool<Args>, 'execute'>, Execute<Args>, GivenTool {}

/** Tools that belong together, as `toolNamespace()` makes them. */
export interface ToolNamespace extends Omit<RootToolNamespace, 'tools'> {
  /** The tools, one or more. */
  readonly tools: readonly Tool[];
}

/**
 * Makes a tool that the agent can call and that runs on the calling thread while that waits for some
 * call of its own. Hand it to `codex.threadStart({ tools })`; when the thread is resumed or forked,
 * hand it over again, for the runtime keeps the declaration only.
 *
 * @example
 * const stock = tool({
 *   name: 'stock',
 *   description: 'How many of a part are in stock.',
 *   input: z.object({ part: z.string() }),
 *   execute: ({ part }) => JSON.parse(readFileSync('stock.json', 'utf8'))[part] ?? 0,
 * });
 * const thread = codex.threadStart({ tools: [stock] });
 *
 * @throws InvalidParamsError if the runtime would refuse the name, or if `input` is no schema of
 * an object or does not give its JSON Schema. A JSON Schema that is not valid is found when the
 * thread is started.
 */
export function tool<Schema extends StandardSchemaV1>(
  options: StandardToolOptions<Schema>,
): Tool<StandardSchemaV1.InferOutput<Schema>>;
export function tool<Args = Record<string, unknown>>(options: JsonToolOptions<Args>): Tool<Args>;
export function tool(options: JsonToolOptions<unknown>): Tool {
  return givenTool(rootTool(options as RootJsonToolOptions<unknown>), options) as Tool;
}

/**
 * Puts tools under a common name, so that the model sees that they belong together and names may
 * recur elsewhere. The name follows the rules of a tool's, with at most 64 characters, and
 * `description` has at most 1,024.
 *
 * @example
 * const crm = toolNamespace({ name: 'crm', description: 'Our customers.', tools: [find, update] });
 * const thread = codex.threadStart({ tools: [weather, crm] });
 *
 * @throws InvalidParamsError if the runtime would refuse the name, the description or the tools.
 */
export function toolNamespace(options: ToolNamespace): ToolNamespace {
  return rootToolNamespace(options) as unknown as ToolNamespace;
}
