import type {
  DynamicToolCallOutputContentItem,
  DynamicToolCallResponse,
  UserInput,
} from '../../generated/snake_case/types.js';
import type { ToolResult as RootToolResult } from '../index.js';
import { wireSpelled } from './protocol-data.js';

/**
 * A piece of what the model gets to see: made by `text_input()`, `image_input()` or `audio_input()`,
 * or as this voice spells it. The runtime cuts long texts, and leaves out what the model cannot take.
 */
export type ToolContent =
  DynamicToolCallOutputContentItem | Extract<UserInput, { type: 'text' | 'image' | 'audio' }>;

/**
 * What a tool may return: a text; a piece of content; a list of content and texts with one piece of
 * content at least; `{ content_items, success }`, for a failure without an error; nothing, which the
 * model sees as an empty text; or any other value, which it gets as JSON.
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

/** What the root is to be returned. Values that are the program's own go on as they are. */
export function rootToolResult(result: ToolResult): RootToolResult {
  if (ArrayBuffer.isView(result) || result instanceof ArrayBuffer) {
    throw new TypeError('it returned bytes; wrap them in image_input() or audio_input()');
  }
  if (isResponse(result)) return wireSpelled('DynamicToolCallResponse', result);
  if (Array.isArray(result)) {
    return result.some(isOutput) && result.every((each) => isText(each) || hasContentType(each))
      ? result.map(rootContent)
      : result;
  }
  return rootContent(result);
}

function rootContent(value: unknown): RootToolResult {
  return isOutput(value)
    ? wireSpelled('DynamicToolCallOutputContentItem', value)
    : (value as RootToolResult);
}

/** The kinds of content that are spelled otherwise on the wire. */
const keys: Readonly<Record<string, string>> = { inputImage: 'image_url', inputAudio: 'audio_url' };

const contentTypes: readonly unknown[] = [
  'text',
  'image',
  'audio',
  'inputText',
  'inputImage',
  'inputAudio',
];

/** Nothing but its own keys: data of the program's with such a `type` likely has others. */
function isOutput(value: unknown): value is DynamicToolCallOutputContentItem {
  if (!isObject(value) || typeof value['type'] !== 'string') return false;
  const key = Object.hasOwn(keys, value['type']) ? keys[value['type']] : undefined;
  return key !== undefined && hasOnly(value, ['type', key]) && isText(value[key]);
}

function isResponse(value: unknown): value is DynamicToolCallResponse {
  return (
    isObject(value) &&
    hasOnly(value, ['content_items', 'success']) &&
    typeof value['success'] === 'boolean' &&
    Array.isArray(value['content_items'])
  );
}

function hasContentType(value: unknown): boolean {
  return isObject(value) && contentTypes.includes(value['type']);
}

function hasOnly(value: object, names: readonly string[]): boolean {
  return Object.keys(value).every((key) => names.includes(key));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
