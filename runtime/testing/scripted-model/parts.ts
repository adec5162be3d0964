import type { Gate } from './gate.js';
import type { JsonObject } from './json.js';
import type { RateLimits } from './rate-limits.js';
import type { ModelRequest } from './request.js';
import type { ResponseEvent } from './sse.js';
import type { Usage } from './usage.js';

/** Who an assistant message is for; a message without a phase is what older models send. */
export type MessagePhase = 'commentary' | 'final_answer' | 'partial_answer';

/** Waits for a time. Prefer a `Gate` or a promise: they need no guess at how long is long enough. */
export interface DelayPart {
  readonly kind: 'delay';
  readonly ms: number;
}

/** Something that a reply waits for, between two events or in the middle of a text. */
export type Pause = Gate | DelayPart;

/** A piece of a text: a string is one delta, a pause holds it up, an end breaks off in the middle. */
export type Chunk = string | Pause | EndPart;

/** The pieces of one text; a lone string is a text of one delta. Promises are waited for. */
export type Chunks = string | Iterable<Chunk | PromiseLike<unknown>> | AsyncIterable<Chunk>;

/** One assistant message. */
export interface MessagePart {
  readonly kind: 'message';
  readonly content: 'output_text' | 'refusal';
  readonly chunks: Chunks;
  readonly phase: MessagePhase | undefined;
  readonly intervalMs: number;
  readonly id: string | undefined;
}

/** One reasoning item: summaries that a user may read, and the raw reasoning of open models. */
export interface ReasoningPart {
  readonly kind: 'reasoning';
  readonly summaries: readonly Chunks[];
  readonly raw: Chunks | undefined;
  readonly encryptedContent: string | undefined;
  readonly id: string | undefined;
}

/** One call of a tool, with JSON arguments (`function_call`) or plain text (`custom_tool_call`). */
export interface CallPart {
  readonly kind: 'call';
  readonly type: 'function_call' | 'custom_tool_call';
  readonly name: string;
  readonly namespace: string | undefined;
  /** The arguments as JSON text, or the input of a custom tool. */
  readonly input: string;
  readonly callId: string | undefined;
  readonly id: string | undefined;
}

/** One output item as it goes over the wire, without deltas. */
export interface ItemPart {
  readonly kind: 'item';
  readonly item: JsonObject;
}

/** One event as it goes over the wire. */
export interface EventPart {
  readonly kind: 'event';
  readonly event: ResponseEvent;
}

/** Text put on the stream as it is, well-formed or not. */
export interface BytesPart {
  readonly kind: 'bytes';
  readonly text: string;
}

/** What the call is said to have used; `null` leaves usage out. */
export interface UsagePart {
  readonly kind: 'usage';
  readonly usage: Usage | null;
}

/** Members added to the `response` object that ends the reply. */
export interface ResponsePart {
  readonly kind: 'response';
  readonly members: JsonObject;
}

/** HTTP headers of this reply; comes before anything that is sent. */
export interface HeadersPart {
  readonly kind: 'headers';
  readonly headers: Readonly<Record<string, string>>;
  readonly rateLimits: RateLimits | undefined;
}

/** Ends the reply with an HTTP error instead of a stream; comes before anything that is sent. */
export interface HttpErrorPart {
  readonly kind: 'httpError';
  readonly status: number;
  readonly body: string | JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** Ends the reply with `response.failed`. */
export interface FailedPart {
  readonly kind: 'failed';
  readonly error: JsonObject;
}

/** Ends the reply with `response.incomplete`. */
export interface IncompletePart {
  readonly kind: 'incomplete';
  readonly reason: string;
}

/** Ends the reply by cutting the connection, or by a clean end of the stream without a last event. */
export interface DropPart {
  readonly kind: 'drop';
  readonly clean: boolean;
}

/** Never ends the reply: it stays open until the runtime hangs up or the model is closed. */
export interface HangPart {
  readonly kind: 'hang';
}

/** What ends a reply otherwise than by `response.completed`. */
export type EndPart = FailedPart | IncompletePart | DropPart | HangPart;

/** Made when it is due, from the request that is being answered. */
export interface ComputedPart {
  readonly kind: 'computed';
  readonly make: (request: ModelRequest) => ReplyPart;
}

/** One piece of a reply. Made by the functions of `reply`. */
export type ReplyPart =
  | MessagePart
  | ReasoningPart
  | CallPart
  | ItemPart
  | EventPart
  | BytesPart
  | UsagePart
  | ResponsePart
  | HeadersPart
  | HttpErrorPart
  | EndPart
  | ComputedPart;

/** A piece of a reply; a string is a whole assistant message without a phase. */
export type ReplyElement = string | ReplyPart | Pause;

/**
 * What one model call is answered with: one part, or several in order, promises among them waited
 * for. A string is one assistant message. A generator may look at what it likes, wait for anything
 * and yield parts as it goes.
 */
export type Reply =
  string | ReplyPart | Iterable<ReplyElement | PromiseLike<unknown>> | AsyncIterable<ReplyElement>;

/** Makes the reply to a request; `undefined` says that the script has none. */
export type Responder = (request: ModelRequest) => Reply | undefined | Promise<Reply | undefined>;

/**
 * What the model says: a list, one entry for each request in the order of arrival (an entry may be
 * a function of its request), or one function for all requests. A retried request is a new request.
 */
export type Script = readonly (Reply | Responder)[] | Responder;
