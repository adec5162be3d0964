import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  type JsonSchema,
  type JsonToolOptions as RootJsonToolOptions,
  tool as rootToolOf,
  type Tool as RootTool,
  type ToolContext as RootToolContext,
} from '../index.js';
import { ofProgram, spokenNow } from './errors.js';
import { toolNames } from './facade-names.js';
import { checkOptions } from './known-keys.js';
import { rootNamed } from './names.js';
import { rootToolResult, type ToolResult } from './tool-result.js';

/** What a tool is told beside its arguments. */
export interface ToolContext {
  /**
   * Aborts when the result is not needed any more: the turn was interrupted or has ended, the
   * connection closed, or the tool's `timeout_ms` passed.
   */
  readonly signal: AbortSignal;
  /** The thread whose agent calls, which may be a sub-agent's. */
  readonly thread_id: string;
  /** The turn that calls. */
  readonly turn_id: string;
  /** Id of this call, which the item of it has too. */
  readonly call_id: string;
}

interface ToolOptions<Args> {
  /** Name for the model: letters of ASCII, digits, `_` and `-`, at most 128 characters. */
  readonly name: string;
  /** Tells the model what the tool does and when to use it. */
  readonly description: string;
  /**
   * Carries out a call. The arguments are as the schema has them, whatever their spelling. The model
   * reads what it returns: a text, content such as `image_input(bytes)`, or any other value as JSON.
   * What it throws, the model reads as the tool's failure; it is reported through `on_handler_error`
   * too. Calls of one response may run side by side.
   */
  execute(args: Args, context: ToolContext): ToolResult | Promise<ToolResult>;
  /**
   * Limit for a call, in milliseconds; `Infinity` for none. Past it the call's `signal` aborts and
   * the model is told of the limit. Default 600,000.
   */
  readonly timeout_ms?: number | undefined;
  /**
   * Keeps the tool from the model until it searches for it; only in a namespace. Default false.
   */
  readonly defer_loading?: boolean | undefined;
}

/** A tool whose arguments a Standard Schema describes. */
export interface StandardToolOptions<Schema extends StandardSchemaV1> extends ToolOptions<
  StandardSchemaV1.InferOutput<Schema>
> {
  /**
   * Schema of the arguments, which must be an object: a Standard Schema that gives its JSON Schema
   * (zod 4.2 or newer, arktype 2.1.28 or newer, valibot through `toStandardJsonSchema()` of
   * `@valibot/to-json-schema`). Arguments that do not fit never reach `execute`: the model is told
   * why, and can try again.
   */
  readonly input: Schema;
}

/** A tool whose arguments a JSON Schema describes. */
export interface JsonToolOptions<Args> extends ToolOptions<Args> {
  /**
   * JSON Schema of the arguments, which must be an object. Arguments that do not fit never reach
   * `execute`: the model is told why, and can try again.
   */
  readonly input: JsonSchema;
}

const atRoot: unique symbol = Symbol.for('codex-app-server-sdk.snake_case.tool');

/** A tool that runs in this process; `tool()` makes it. */
export interface Tool<Args = unknown> {
  /** Name for the model. */
  readonly name: string;
  /** Tells the model what it does and when to use it. */
  readonly description: string;
  /** JSON Schema of the arguments, as the model gets it. */
  readonly input_schema: Readonly<Record<string, unknown>>;
  /** Limit for a call, in milliseconds. */
  readonly timeout_ms: number;
  /** Whether the model must search for it. */
  readonly defer_loading: boolean;
  /** As it was given to `tool()`: neither validates nor limits. */
  execute(args: Args, context: ToolContext): ToolResult | Promise<ToolResult>;
  /** @internal */
  readonly [atRoot]: RootTool;
}

/**
 * Makes a tool that the agent can call and that runs in this process. Hand it to
 * `codex.thread_start({ tools })`; when the thread is resumed or forked, hand it over again, for the
 * runtime keeps the declaration only.
 *
 * A tool named like one of the runtime's own, such as `apply_patch`, is not offered to the model.
 *
 * @example
 * const weather = tool({
 *   name: 'weather',
 *   description: 'The weather in a city right now.',
 *   input: z.object({ city: z.string() }),
 *   execute: async ({ city }, { signal }) => (await fetch(`${api}?q=${city}`, { signal })).text(),
 * });
 * const thread = await codex.thread_start({ tools: [weather] });
 *
 * @throws InvalidParamsError if the runtime would refuse the name, or if `input` is no schema of
 * an object or does not give its JSON Schema. A JSON Schema that is not valid is found when the
 * thread is started.
 */
export function tool<Schema extends StandardSchemaV1>(
  options: StandardToolOptions<Schema>,
): Tool<StandardSchemaV1.InferOutput<Schema>>;
export function tool<Args = Record<string, unknown>>(options: JsonToolOptions<Args>): Tool<Args>;
export function tool(options: ToolOptions<unknown> & { readonly input: unknown }): Tool {
  return spokenNow(() => {
    checkOptions(options, { method: 'thread/start', facade: toolNames });
    const root = rootToolOf(rootNamed<RootJsonToolOptions<unknown>>(toolNames, options));
    return {
      name: root.name,
      description: root.description,
      input_schema: root.inputSchema,
      timeout_ms: root.timeoutMs,
      defer_loading: root.deferLoading,
      execute: (args, context) => options.execute(args, context),
      [atRoot]: root,
    };
  });
}

export function isTool(value: unknown): value is Tool {
  return typeof value === 'object' && value !== null && atRoot in value;
}

/** The tool as the root has it, with whatever was changed in a copy of it. */
export function rootTool(tool: Tool): RootTool {
  return {
    ...tool[atRoot],
    name: tool.name,
    description: tool.description,
    inputSchema: tool.input_schema,
    timeoutMs: tool.timeout_ms,
    deferLoading: tool.defer_loading,
    execute: async (args, { signal, threadId, turnId, callId }: RootToolContext) => {
      const context = { signal, thread_id: threadId, turn_id: turnId, call_id: callId };
      return rootToolResult(await ofProgram(() => tool.execute(args, context)));
    },
  };
}
