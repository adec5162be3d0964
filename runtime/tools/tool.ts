import type { StandardSchemaV1 } from '@standard-schema/spec';
import { invalidParams } from '../options/invalid-params.js';
import { checkParamNames, type Names } from '../options/known-keys.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { schemaSource, type SchemaSource } from '../schema/schema-source.js';
import { declaredInput } from './input-schema.js';
import { checkDescription, checkName } from './names.js';
import type { ToolResult } from './result.js';

/** What a tool is told beside its arguments. */
export interface ToolContext {
  /**
   * Aborts when the result is not needed any more: the turn was interrupted or has ended, the
   * connection closed, or the tool's `timeoutMs` passed.
   */
  readonly signal: AbortSignal;
  /** The thread whose agent calls, which may be a sub-agent's. */
  readonly threadId: string;
  /** The turn that calls. */
  readonly turnId: string;
  /** Id of this call, which the item of it has too. */
  readonly callId: string;
}

interface ToolOptions<Args> {
  /** Name for the model: letters of ASCII, digits, `_` and `-`, at most 128 characters. */
  readonly name: string;
  /** Tells the model what the tool does and when to use it. */
  readonly description: string;
  /**
   * Carries out a call. The model reads what it returns: a text, content such as `imageInput(bytes)`,
   * or any other value as JSON. What it throws, the model reads as the tool's failure; it is
   * reported through `onHandlerError` too. Calls of one response may run side by side.
   */
  execute(args: Args, context: ToolContext): ToolResult | Promise<ToolResult>;
  /**
   * Limit for a call, in milliseconds; `Infinity` for none. Past it the call's `signal` aborts and
   * the model is told of the limit. Default 600,000.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Keeps the tool from the model until it searches for it; only in a namespace. Default false.
   */
  readonly deferLoading?: boolean | undefined;
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

const source: unique symbol = Symbol.for('codex-app-server-sdk.tool');

/** A tool that runs in this process; `tool()` makes it. */
export interface Tool<Args = unknown> {
  /** Name for the model. */
  readonly name: string;
  /** Tells the model what it does and when to use it. */
  readonly description: string;
  /** JSON Schema of the arguments, as the model gets it. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** Limit for a call, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether the model must search for it. */
  readonly deferLoading: boolean;
  /** As it was given to `tool()`: neither validates nor limits. */
  execute(args: Args, context: ToolContext): ToolResult | Promise<ToolResult>;
  /** @internal */
  readonly [source]: SchemaSource<unknown>;
}

/** Default of a tool's `timeoutMs`, in milliseconds. */
export const defaultToolTimeoutMs: number = 600_000;

const method = 'thread/start';

const toolNames: Names<JsonToolOptions<never>> = {
  deferLoading: true,
  description: true,
  execute: true,
  input: true,
  name: true,
  timeoutMs: true,
};

/**
 * Makes a tool that the agent can call and that runs in this process. Hand it to
 * `codex.threadStart({ tools })`; when the thread is resumed or forked, hand it over again, for the
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
 * const thread = await codex.threadStart({ tools: [weather] });
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
  checkParamNames(method, options, toolNames);
  const { name, description, input, timeoutMs = defaultToolTimeoutMs, deferLoading } = options;
  checkName('tool', name);
  const shown = JSON.stringify(name);
  checkDescription('tool', name, description);
  if (typeof options.execute !== 'function') {
    throw invalidParams(method, `the tool ${shown} needs a function \`execute\``);
  }
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0)) {
    throw invalidParams(
      method,
      `\`timeoutMs\` of the tool ${shown} must be a positive number of milliseconds, not ${String(timeoutMs)}`,
    );
  }
  const schema = schemaSource(method, `\`input\` of the tool ${shown}`, input);
  return {
    name,
    description,
    inputSchema: declaredInput(method, name, schema.jsonSchema),
    timeoutMs,
    deferLoading: deferLoading ?? false,
    execute: (args, context) => options.execute(args, context),
    [source]: schema,
  };
}

export function isTool(value: unknown): value is Tool {
  return typeof value === 'object' && value !== null && source in value;
}

/** The schema that arguments are validated against. */
export function inputOf(tool: Tool): SchemaSource<unknown> {
  return tool[source];
}
