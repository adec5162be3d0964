import type {
  DynamicToolCallOutputContentItem,
  DynamicToolCallResponse,
  UserInput,
} from '../../generated/types.js';
import { checkMediaUrl } from '../inputs/media-url.js';
import { isJsonObject, type JsonObject } from '../schema/json-schema.js';

/**
 * A piece of what the model gets to see: made by `textInput()`, `imageInput()` or `audioInput()`, or
 * as it stands on the wire. The runtime cuts long texts, and leaves out what the model cannot take.
 */
export type ToolContent =
  DynamicToolCallOutputContentItem | Extract<UserInput, { type: 'text' | 'image' | 'audio' }>;

/**
 * What a tool may return: a text; a piece of content; a list of content and texts with one piece of
 * content at least; `{ contentItems, success }` as the wire has it, for a failure without an error;
 * nothing, which the model sees as an empty text; or any other value, which it gets as JSON. An `Error`
 * that is returned is a failure, as one that is thrown.
 */
export type ToolResult =
  | string
  | ToolContent
  | readonly (string | ToolContent)[]
  | DynamicToolCallResponse
  | number
  | boolean
  | object
  | null
  | undefined
  | void;

/** What the runtime is answered. Throws an error that was returned, and if a value cannot be said to the model. */
export function toolResponse(result: unknown): DynamicToolCallResponse {
  // As JSON it would be an empty object, and a success.
  if (result instanceof Error) throw result;
  if (isResponse(result)) {
    return { success: result.success, contentItems: result.contentItems.map(contentItem) };
  }
  return { success: true, contentItems: contentOf(result) };
}

/** What the runtime is answered when a call failed, in words for the model. */
export function failedResponse(text: string): DynamicToolCallResponse {
  return { success: false, contentItems: [{ type: 'inputText', text }] };
}

function contentOf(result: unknown): DynamicToolCallOutputContentItem[] {
  if (result === undefined) return [text('')];
  if (typeof result === 'string') return [text(result)];
  if (isContent(result)) return [contentItem(result)];
  if (Array.isArray(result) && result.some(isContent) && result.every(isTextOrContent)) {
    return result.map((each) => (typeof each === 'string' ? text(each) : contentItem(each)));
  }
  if (ArrayBuffer.isView(result) || result instanceof ArrayBuffer) {
    throw new TypeError('it returned bytes; wrap them in imageInput() or audioInput()');
  }
  const json = JSON.stringify(result) as string | undefined;
  if (json === undefined) throw new TypeError(`it returned a ${typeof result}`);
  return [text(json)];
}

function text(value: string): DynamicToolCallOutputContentItem {
  return { type: 'inputText', text: value };
}

/** The keys that each kind of content has; data of the user's with a `type` likely has others. */
const shapes: Readonly<Record<string, readonly [required: string, ...optional: string[]]>> = {
  inputText: ['text'],
  inputImage: ['imageUrl'],
  inputAudio: ['audioUrl'],
  text: ['text', 'text_elements'],
  image: ['url', 'detail'],
  audio: ['url'],
};

function isContent(value: unknown): value is ToolContent {
  if (!isJsonObject(value) || typeof value['type'] !== 'string') return false;
  const keys = Object.hasOwn(shapes, value['type']) ? shapes[value['type']] : undefined;
  if (!keys || typeof value[keys[0]] !== 'string') return false;
  return Object.keys(value).every((key) => key === 'type' || keys.includes(key));
}

function isTextOrContent(value: unknown): value is string | ToolContent {
  return typeof value === 'string' || isContent(value);
}

function contentItem(content: ToolContent): DynamicToolCallOutputContentItem {
  switch (content.type) {
    case 'text':
      return text(content.text);
    case 'image':
      return image(urlOf(content));
    case 'audio':
      return audio(urlOf(content));
    case 'inputImage':
      return image(content.imageUrl);
    case 'inputAudio':
      return audio(content.audioUrl);
    default:
      return content;
  }
}

function urlOf(content: object): string {
  return (content as { readonly url: string }).url;
}

function image(url: string): DynamicToolCallOutputContentItem {
  checkMediaUrl(url, 'image');
  return { type: 'inputImage', imageUrl: url };
}

function audio(url: string): DynamicToolCallOutputContentItem {
  checkMediaUrl(url, 'audio');
  return { type: 'inputAudio', audioUrl: url };
}

function isResponse(value: unknown): value is DynamicToolCallResponse {
  if (!isJsonObject(value)) return false;
  const { contentItems, success, ...rest }: JsonObject = value;
  return (
    typeof success === 'boolean' &&
    Array.isArray(contentItems) &&
    contentItems.every(isContent) &&
    Object.keys(rest).length === 0
  );
}
