import type { IncomingHttpHeaders } from 'node:http';
import { isObject, objectAt, objectsAt, stringAt, type JsonObject } from './json.js';

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
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Header names are lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The parsed body when it is JSON, else its text. */
  readonly body: unknown;
}

/** What a tool answered, as the model gets to read it. */
export interface ToolOutput {
  readonly callId: string;
  /** All text of the output, joined by line breaks. */
  readonly text: string;
  /** Data URLs of images in the output. */
  readonly images: readonly string[];
  /** The input item as it came over the wire. */
  readonly item: JsonObject;
}

/** A tool that the runtime offered to the model. */
export interface OfferedTool {
  /** The name to call it by. */
  readonly name: string;
  /** The namespace to call it in, for tools that sit in one (MCP servers, for example). */
  readonly namespace: string | undefined;
  /** `function` takes JSON, `custom` plain text; others are run by the service itself. */
  readonly type: string;
  readonly description: string | undefined;
  /** JSON Schema of the arguments of a function. */
  readonly parameters: JsonObject | undefined;
  /** The tool as it came over the wire. */
  readonly definition: JsonObject;
}

/**
 * A request for a response, as the runtime sent it, with what tests look for taken out of it.
 *
 * ```ts
 * const request = await model.nextRequest();
 * expect(request.userTexts.at(-1)).toBe('Say hello');
 * expect(request.toolNames).toContain('exec_command');
 * ```
 */
export class ModelRequest implements HttpRequest {
  /** 0 for the first request for a response that reached this model. */
  readonly index: number;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
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

  /** The system prompt. */
  get instructions(): string {
    return stringAt(this.body, 'instructions') ?? '';
  }

  /** All input items, the history first. */
  get input(): readonly JsonObject[] {
    return objectsAt(this.body, 'input');
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

  /** Texts of the messages of one role in order, one entry for each text part. */
  texts(role: 'user' | 'developer' | 'system' | 'assistant'): readonly string[] {
    return this.#messages(role).flatMap((message) => contentTexts(message['content']));
  }

  /** Texts of the user's messages; the runtime's own context for the model is among them. */
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

  /** The output of one tool call, by its call id. */
  toolOutput(callId: string): ToolOutput | undefined {
    return this.toolOutputs.findLast((output) => output.callId === callId);
  }

  /** The tools offered, those inside namespaces included. */
  get tools(): readonly OfferedTool[] {
    return objectsAt(this.body, 'tools').flatMap((tool) =>
      stringAt(tool, 'type') === 'namespace'
        ? objectsAt(tool, 'tools').map((inner) => offered(inner, stringAt(tool, 'name')))
        : [offered(tool, undefined)],
    );
  }

  /** Names of the tools offered; those in a namespace as `namespace.name`. */
  get toolNames(): readonly string[] {
    return this.tools.map((tool) =>
      tool.namespace === undefined ? tool.name : `${tool.namespace}.${tool.name}`,
    );
  }

  /** The offered tool of that name. */
  tool(name: string, namespace?: string): OfferedTool | undefined {
    return this.tools.find(
      (tool) => tool.name === name && (namespace === undefined || tool.namespace === namespace),
    );
  }

  #messages(role?: string): readonly JsonObject[] {
    return this.input.filter(
      (item) =>
        (stringAt(item, 'type') ?? 'message') === 'message' &&
        (role === undefined || stringAt(item, 'role') === role),
    );
  }
}

function offered(tool: JsonObject, namespace: string | undefined): OfferedTool {
  const type = stringAt(tool, 'type') ?? '';
  return {
    name: stringAt(tool, 'name') ?? type,
    namespace,
    type,
    description: stringAt(tool, 'description'),
    parameters: objectAt(tool, 'parameters'),
    definition: tool,
  };
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
