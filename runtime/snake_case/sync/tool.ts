import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  type JsonToolOptions as AsyncJsonToolOptions,
  type StandardToolOptions as AsyncStandardToolOptions,
  tool as asyncTool,
  type Tool as AsyncTool,
  type ToolContext as AsyncToolContext,
  tool_namespace as asyncToolNamespace,
  type ToolNamespace as AsyncToolNamespace,
  type ToolResult as AsyncToolResult,
} from '../index.js';
import type { NoPromise, WithoutSignal } from '../../sync/blocking.js';
import { givenTool, type GivenTool } from '../../sync/recipes.js';

/** What a tool is told beside its arguments. */
export interface ToolContext extends WithoutSignal<AsyncToolContext> {}

/** What a tool may return: what the asynchronous client takes, but for promises. */
export type ToolResult = NoPromise<AsyncToolResult>;

/** Carries out a call, on the calling thread while that waits. */
interface Execute<Args> {
  /**
   * Carries out a call, on the calling thread while that waits. The model reads what it returns: a
   * text, content such as `image_input(bytes)`, or any other value as JSON. What it throws, the model
   * reads as the tool's failure; it is reported through `on_handler_error` too. So is a promise.
   */
  execute(args: Args, context: ToolContext): ToolResult;
}

/** A tool whose arguments a Standard Schema describes, which must validate at once. */
export interface StandardToolOptions<Schema extends StandardSchemaV1>
  extends
    Omit<AsyncStandardToolOptions<Schema>, 'execute'>,
    Execute<StandardSchemaV1.InferOutput<Schema>> {}

/** A tool whose arguments a JSON Schema describes. */
export interface JsonToolOptions<Args>
  extends Omit<AsyncJsonToolOptions<Args>, 'execute'>, Execute<Args> {}

/** A tool that runs in this process; `tool()` makes it. */
export interface Tool<Args = unknown>
  extends Omit<AsyncTool<Args>, 'execute'>, Execute<Args>, GivenTool {}

/** Tools that belong together, as `tool_namespace()` makes them. */
export interface ToolNamespace extends Omit<AsyncToolNamespace, 'tools'> {
  /** The tools, one or more. */
  readonly tools: readonly Tool[];
}

/**
 * Makes a tool that the agent can call and that runs on the calling thread while that waits for some
 * call of its own. Hand it to `codex.thread_start({ tools })`; when the thread is resumed or forked,
 * hand it over again, for the runtime keeps the declaration only.
 *
 * @example
 * const stock = tool({
 *   name: 'stock',
 *   description: 'How many of a part are in stock.',
 *   input: z.object({ part: z.string() }),
 *   execute: ({ part }) => JSON.parse(readFileSync('stock.json', 'utf8'))[part] ?? 0,
 * });
 * const thread = codex.thread_start({ tools: [stock] });
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
  return givenTool(asyncTool(options as AsyncJsonToolOptions<unknown>), options) as Tool;
}

/**
 * Puts tools under a common name, so that the model sees that they belong together and names may
 * recur elsewhere. The name follows the rules of a tool's, with at most 64 characters, and
 * `description` has at most 1,024.
 *
 * @example
 * const crm = tool_namespace({ name: 'crm', description: 'Our customers.', tools: [find, update] });
 * const thread = codex.thread_start({ tools: [weather, crm] });
 *
 * @throws InvalidParamsError if the runtime would refuse the name, the description or the tools.
 */
export function tool_namespace(options: ToolNamespace): ToolNamespace {
  return asyncToolNamespace(options) as unknown as ToolNamespace;
}
