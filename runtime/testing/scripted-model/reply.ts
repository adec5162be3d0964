import {
  applyPatchCall,
  execCall,
  offeredCall,
  type CallOptions,
  type ExecOptions,
} from './calls.js';
import type { JsonObject } from './json.js';
import type {
  BytesPart,
  CallPart,
  Chunks,
  ComputedPart,
  DelayPart,
  DropPart,
  EventPart,
  FailedPart,
  HangPart,
  HeadersPart,
  HttpErrorPart,
  IncompletePart,
  ItemPart,
  MessagePart,
  MessagePhase,
  ReasoningPart,
  ResponsePart,
  UsagePart,
} from './parts.js';
import type { RateLimits } from './rate-limits.js';
import {
  checkCall,
  checkDisconnect,
  checkExec,
  checkMessage,
  checkRateLimits,
  checkReasoning,
  checkUsage,
  checkUsageLimit,
} from './reply-check.js';
import type { ResponseEvent } from './sse.js';
import type { Usage } from './usage.js';

/** What may be said of an assistant message. */
export interface MessageOptions {
  /** Who it is for. Default: none, as of older models. */
  readonly phase?: MessagePhase | undefined;
  /** Milliseconds of rest before each delta, for a text to be watched. Default 0. */
  readonly intervalMs?: number | undefined;
  /** Id of the item; unique by default. */
  readonly id?: string | undefined;
}

/** What a reasoning item holds. */
export interface ReasoningOptions {
  /** What users may read of the reasoning; several summaries become several summary parts. */
  readonly summary?: Chunks | undefined;
  /** Further ones, after `summary`. */
  readonly summaries?: readonly Chunks[] | undefined;
  /** The reasoning itself, which only open models show. */
  readonly raw?: Chunks | undefined;
  /** What the runtime hands back unread with the next request. */
  readonly encryptedContent?: string | undefined;
  /** Id of the item; unique by default. */
  readonly id?: string | undefined;
}

function message(of: 'text' | 'refusal', chunks: Chunks, options: MessageOptions): MessagePart {
  checkMessage(of, options);
  const content = of === 'text' ? 'output_text' : of;
  const { phase, intervalMs = 0, id } = options;
  return { kind: 'message', content, chunks, phase, intervalMs, id };
}

function call(type: CallPart['type'], name: string, input: string, options: CallOptions): CallPart {
  const { callId, namespace, id } = options;
  return { kind: 'call', type, name, namespace, input, callId, id };
}

/** JSON text of arguments; a string is taken to be JSON text already (well-formed or not). */
function json(args: object | string): string {
  return typeof args === 'string' ? args : JSON.stringify(args);
}

/**
 * The parts that replies are made of. A reply is one part or a list of parts; without an ending of
 * its own it ends with `response.completed`. Options of unknown name are a `ConfigurationError` at once.
 *
 * ```ts
 * await ScriptedModel.start([
 *   [reply.reasoning('Look around first.'), reply.exec('ls', { callId: 'ls' })],
 *   (request) => reply.text(`It says: ${request.toolOutput('ls')?.text}`),
 *   reply.httpError(500),
 * ]);
 * ```
 */
export const reply = {
  /** An assistant message; each string of a list is one delta. */
  text: (chunks: Chunks, options: MessageOptions = {}): MessagePart =>
    message('text', chunks, options),

  /** An assistant message that declines to answer. The runtime of this version passes it over. */
  refusal: (chunks: Chunks, options: MessageOptions = {}): MessagePart =>
    message('refusal', chunks, options),

  /** A reasoning item; a string is its one summary. */
  reasoning: (what: string | ReasoningOptions): ReasoningPart => {
    const options = typeof what === 'string' ? { summary: what } : what;
    checkReasoning(options);
    const first = options.summary === undefined ? [] : [options.summary];
    return {
      kind: 'reasoning',
      summaries: [...first, ...(options.summaries ?? [])],
      raw: options.raw,
      encryptedContent: options.encryptedContent,
      id: options.id,
    };
  },

  /**
   * A call of a tool by its name, in the form in which the runtime offers that tool: built-in tools,
   * dynamic tools and those of MCP servers (`{ namespace }` where a name is offered twice). Arguments
   * given as a string go as they are. Script error `tool_not_offered` when it is not on offer;
   * `functionCall` calls it all the same.
   */
  call: (name: string, args: object | string = {}, options: CallOptions = {}): ComputedPart => {
    checkCall('call', options);
    return {
      kind: 'computed',
      make: (request) => offeredCall(request, name, json(args), options),
    };
  },

  /** A `function_call` item; a string is sent as the arguments' JSON text, be it broken. */
  functionCall: (name: string, args: object | string = {}, options: CallOptions = {}): CallPart => {
    checkCall('functionCall', options);
    return call('function_call', name, json(args), options);
  },

  /** A `custom_tool_call` item: a call with plain text for input. */
  customToolCall: (name: string, input: string, options: CallOptions = {}): CallPart => {
    checkCall('customToolCall', options);
    return call('custom_tool_call', name, input, options);
  },

  /** Runs a shell command by whichever shell tool the runtime offers. */
  exec: (command: string, options: ExecOptions = {}): ComputedPart => {
    checkExec(options);
    return { kind: 'computed', make: (request) => execCall(request, command, options) };
  },

  /** Edits files: a patch from `*** Begin Patch` to `*** End Patch`, paths relative to the workspace. */
  applyPatch: (patch: string, options: CallOptions = {}): ComputedPart => {
    checkCall('applyPatch', options);
    return { kind: 'computed', make: (request) => applyPatchCall(request, patch, options) };
  },

  /** A search of the web that the service has done by itself. */
  webSearch: (query: string): ItemPart => ({
    kind: 'item',
    item: { type: 'web_search_call', status: 'completed', action: { type: 'search', query } },
  }),

  /** An image that the service has made, in base64. The runtime keeps it, and shows no item for it. */
  image: (base64: string, prompt?: string): ItemPart => ({
    kind: 'item',
    item: {
      type: 'image_generation_call',
      status: 'completed',
      revised_prompt: prompt,
      result: base64,
    },
  }),

  /** An output item as the Responses API writes it, without deltas. */
  item: (item: JsonObject): ItemPart => ({ kind: 'item', item }),

  /** One stream event as the Responses API writes it. */
  event: (event: ResponseEvent): EventPart => ({ kind: 'event', event }),

  /** Text put on the stream as it is: for what is not even an event. */
  bytes: (text: string): BytesPart => ({ kind: 'bytes', text }),

  /** What this call is said to have used; all zero by default, `null` says nothing. */
  usage: (usage: Usage | null): UsagePart => {
    if (usage !== null) checkUsage(usage);
    return { kind: 'usage', usage };
  },

  /**
   * Members added to the `response` object at the end of the reply. With `{ end_turn: false }` the
   * runtime asks the model again though no tool was called.
   */
  response: (members: JsonObject): ResponsePart => ({ kind: 'response', members }),

  /** HTTP headers of the reply; put it first. */
  headers: (headers: Readonly<Record<string, string>>): HeadersPart => ({
    kind: 'headers',
    headers,
    rateLimits: undefined,
  }),

  /** Rate limits, which go over the wire as headers; put it first. */
  rateLimits: (rateLimits: RateLimits): HeadersPart => {
    checkRateLimits(rateLimits);
    return { kind: 'headers', headers: {}, rateLimits };
  },

  /** Waits that many milliseconds. A `Gate`, or any promise among the parts, needs no guess. */
  delay: (ms: number): DelayPart => ({ kind: 'delay', ms }),

  /**
   * An HTTP answer of any status in place of a stream; put it first. A body given as an object goes
   * out as JSON. The runtime knows the same codes as `failed` does when they stand in `error.code`.
   */
  httpError: (
    status: number,
    body: string | JsonObject = { error: { message: `scripted HTTP ${String(status)}` } },
    headers: Readonly<Record<string, string>> = {},
  ): HttpErrorPart => ({ kind: 'httpError', status, body, headers }),

  /** HTTP 429 as a user gets it whose plan is used up. `resetsAt` is in seconds since 1970. */
  usageLimit: (
    options: {
      readonly resetsAt?: number | undefined;
      readonly planType?: string | undefined;
    } = {},
  ): HttpErrorPart => {
    checkUsageLimit(options);
    return {
      kind: 'httpError',
      status: 429,
      headers: {},
      body: {
        error: {
          type: 'usage_limit_reached',
          message: 'The usage limit has been reached',
          plan_type: options.planType ?? 'plus',
          resets_at: options.resetsAt,
        },
      },
    };
  },

  /**
   * Ends with `response.failed`. Codes that the runtime tells apart: `context_length_exceeded`,
   * `insufficient_quota`, `usage_not_included`, `rate_limit_exceeded`, `slow_down`,
   * `server_is_overloaded`, `flex_unavailable`, `policy_capacity_unavailable`, `model_not_found`,
   * `invalid_prompt`, `cyber_policy`, `misalignment_policy_violation`, `inference_hook_denied`. With
   * any other it asks again, as often as `streamMaxRetries` says.
   */
  failed: (
    code: string,
    message: string = `scripted failure: ${code}`,
    more: JsonObject = {},
  ): FailedPart => ({
    kind: 'failed',
    error: { code, message, ...more },
  }),

  /** Ends with `response.incomplete`; reasons are `max_output_tokens` and `content_filter`. */
  incomplete: (reason: string = 'max_output_tokens'): IncompletePart => ({
    kind: 'incomplete',
    reason,
  }),

  /**
   * Ends by cutting the connection, after what has been sent is out; when that is nothing, there is
   * no HTTP answer at all. With `clean` the stream is closed in an orderly way, but without the last
   * event.
   */
  disconnect: (options: { readonly clean?: boolean | undefined } = {}): DropPart => {
    checkDisconnect(options);
    return { kind: 'drop', clean: options.clean ?? false };
  },

  /** Never ends: the stream stays open until the runtime hangs up or the model is closed. */
  hang: (): HangPart => ({ kind: 'hang' }),
} as const;
