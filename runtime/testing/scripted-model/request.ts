import type { IncomingHttpHeaders } from 'node:http';
import { isObject, objectAt, objectsAt, stringAt, type JsonObject } from './json.js';
import { offeredTools, qualifiedName, type OfferedTool } from './tools.js';

/** How the reply to a request ended. */
export type ReplyEnd =
  /** All that was scripted has been sent, an HTTP error included. */
  | 'sent'
  /** The script dropped the connection. */
  | 'dropped'
  /** The runtime hung up before the end, as it does on interrupt and steer. */
  | 'hung-up'
  /** The model was closed first. */
  | 'closed'
  /** The script was at fault: see `ScriptedModel.errors`. */
  | 'failed';

/** One HTTP request that reached the model. */
export interface HttpRequest {
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** Path and query; host and port for what was meant for another host. */
  readonly url: string;
  /** Header names are lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The parsed body when it is JSON, else its text. */
  readonly body: unknown;
}

/** What a tool answered, as the model gets to read it. */
export interface ToolOutput {
  /** The call that it answers. */
  readonly callId: string;
  /** All text of the output; several parts are joined by line breaks. */
  readonly text: string;
  /** Data URLs of images in the output. */
  readonly images: readonly string[];
  /** The input item as it came over the wire. */
  readonly item: JsonObject;
}

/** Whose message it is. */
export type MessageRole = 'user' | 'developer' | 'system' | 'assistant';

/**
 * A request for a response, as the runtime sent it, with what tests look for taken out of it.
 *
 * ```ts
 * const request = await model.nextRequest();
 * expect(request.userTexts.at(-1)).toBe('Say hello');
 * expect(request.toolNames).toContain('exec_command');
 * ```
 *
 * Nothing throws for a member that is absent: texts are empty, lists too, the rest is `undefined`.
 */
export class ModelRequest implements HttpRequest {
  /** 0 for the first request for a response that reached this model. */
  readonly index: number;
  /** The HTTP method: `POST`. */
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Header names are lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; empty if it was no JSON object. */
  readonly body: JsonObject;
  /** Resolves when the reply has ended, and says how; never rejects. */
  readonly ended: Promise<ReplyEnd>;

  constructor(index: number, http: HttpRequest, ended: Promise<ReplyEnd>) {
    this.index = index;
    this.method = http.method;
    this.url = http.url;
    this.headers = http.headers;
    this.body = isObject(http.body) ? http.body : {};
    this.ended = ended;
  }

  /** The slug of the model that was asked for. */
  get model(): string {
    return stringAt(this.body, 'model') ?? '';
  }

  /** The thread that asks. A sub-agent has a thread of its own. */
  get threadId(): string | undefined {
    return stringAt(this.#metadata, 'thread_id');
  }

  /** The turn that asks. */
  get turnId(): string | undefined {
    return stringAt(this.#metadata, 'turn_id');
  }

  /** What it is for: `'turn'`, `'compaction'` and others. */
  get purpose(): string | undefined {
    const metadata = this.headers['x-codex-turn-metadata'];
    return typeof metadata === 'string'
      ? stringAt(parseObject(metadata), 'request_kind')
      : undefined;
  }

  /** Which kind of sub-agent asks (`'review'`, `'collab_spawn'`); `undefined` for the thread itself. */
  get subagent(): string | undefined {
    return stringAt(this.headers, 'x-openai-subagent');
  }

  /** All input items, the history first. */
  get input(): readonly JsonObject[] {
    return objectsAt(this.body, 'input');
  }

  /** Texts of the messages of one role in order, one entry for each text part. */
  texts(role: MessageRole): readonly string[] {
    return this.#messages(role).flatMap((message) => contentTexts(message['content']));
  }

  /** Texts of the user's messages. The runtime puts context of its own before what the user wrote. */
  get userTexts(): readonly string[] {
    return this.texts('user');
  }

  /** URLs (data URLs, mostly) of the images in the messages. */
  get images(): readonly string[] {
    return this.#messages().flatMap((message) => contentImages(message['content']));
  }

  /** The outputs of tool calls in the input, oldest first. */
  get toolOutputs(): readonly ToolOutput[] {
    return this.input
      .filter((item) => stringAt(item, 'type')?.endsWith('_output') === true)
      .map((item) => ({
        callId: stringAt(item, 'call_id') ?? '',
        text: contentTexts(item['output']).join('\n'),
        images: contentImages(item['output']),
        item,
      }));
  }

  /** The output of one tool call, by the call id that the script gave it. */
  toolOutput(callId: string): ToolOutput | undefined {
    return this.toolOutputs.findLast((output) => output.callId === callId);
  }

  /** The tools offered, those inside namespaces included. */
  get tools(): readonly OfferedTool[] {
    return offeredTools(this.body);
  }

  /** Names of the tools offered; those in a namespace as `namespace.name`. */
  get toolNames(): readonly string[] {
    return this.tools.map(qualifiedName);
  }

  /** The offered tool of that name, in that namespace if one is given. */
  tool(name: string, namespace?: string): OfferedTool | undefined {
    return this.tools.find(
      (tool) => tool.name === name && (namespace === undefined || tool.namespace === namespace),
    );
  }

  /** `reasoning.effort`, such as `'medium'`. */
  get reasoningEffort(): string | undefined {
    return stringAt(objectAt(this.body, 'reasoning'), 'effort');
  }

  /** `reasoning.summary`, such as `'auto'`. */
  get reasoningSummary(): string | undefined {
    return stringAt(objectAt(this.body, 'reasoning'), 'summary');
  }

  /** `text.format`: the structured output asked for, with its name and strictness. */
  get textFormat(): JsonObject | undefined {
    return objectAt(objectAt(this.body, 'text'), 'format');
  }

  /** The JSON Schema that the answer has to fit, when structured output was asked for. */
  get outputSchema(): JsonObject | undefined {
    return objectAt(this.textFormat, 'schema');
  }

  /** The token of `Authorization: Bearer …`. */
  get bearerToken(): string | undefined {
    return /^Bearer (.*)$/i.exec(this.headers.authorization ?? '')?.[1];
  }

  get #metadata(): JsonObject | undefined {
    return objectAt(this.body, 'client_metadata');
  }

  #messages(role?: MessageRole): readonly JsonObject[] {
    return this.input.filter(
      (item) =>
        (stringAt(item, 'type') ?? 'message') === 'message' &&
        (role === undefined || stringAt(item, 'role') === role),
    );
  }
}

function contentTexts(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  return contentParts(content).flatMap((part) => stringAt(part, 'text') ?? []);
}

function contentImages(content: unknown): readonly string[] {
  return contentParts(content).flatMap((part) => stringAt(part, 'image_url') ?? []);
}

function contentParts(content: unknown): readonly JsonObject[] {
  return Array.isArray(content) ? content.filter(isObject) : [];
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
