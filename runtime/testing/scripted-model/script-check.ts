import { didYouMean } from '../../options/known-keys.js';
import { kindOf } from '../kind-of.js';
import { isWait } from './elements.js';
import { ScriptError } from './errors.js';
import { Gate } from './gate.js';
import type { DelayPart, EndPart, Reply, ReplyPart, Responder, Script } from './parts.js';

/*
 * What is no reply would be passed over in silence, and the test would tell of something else. Lists
 * are looked at when they are given, what functions and generators make when it is there.
 */

const kinds: Readonly<Record<ReplyPart['kind'] | DelayPart['kind'], true>> = {
  message: true,
  reasoning: true,
  call: true,
  item: true,
  event: true,
  bytes: true,
  usage: true,
  response: true,
  headers: true,
  httpError: true,
  failed: true,
  incomplete: true,
  drop: true,
  hang: true,
  computed: true,
  delay: true,
};

const endings: Readonly<Record<EndPart['kind'], true>> = {
  failed: true,
  incomplete: true,
  drop: true,
  hang: true,
};

/** Throws a `ScriptError` for what is no script. */
export function checkScript(script: Script): void {
  if (typeof script === 'function') return;
  if (Array.isArray(script)) {
    checkEntries(script as readonly (Reply | Responder)[]);
    return;
  }
  throw invalid(
    `the script must be a list, one entry for each request, or one function for all, not ` +
      `${kindOf(script)}; one reply for one request is [reply]`,
  );
}

/** Throws for what is no entry of a script. */
export function checkEntries(entries: readonly (Reply | Responder)[]): void {
  for (const [index, entry] of entries.entries()) {
    if (typeof entry !== 'function') checkReply(entry, `entry ${String(index + 1)} of the script`);
  }
}

/** Throws for what is no reply. `place` says where it stands. */
export function checkReply(reply: Reply, place: string): void {
  if (typeof reply === 'string') return;
  if (Array.isArray(reply)) {
    for (const [index, element] of (reply as readonly unknown[]).entries()) {
      checkElement(element, `part ${String(index + 1)} of ${place}`);
    }
    return;
  }
  if (typeof reply === 'object' && reply !== null && isIterable(reply)) return;
  checkElement(reply, place);
}

/** Throws for what is no element of a reply. */
export function checkElement(element: unknown, place = 'a part of the reply'): void {
  if (typeof element === 'string') return;
  if (typeof element === 'function') {
    throw invalid(`${place} is a function: is it to be called, as reply.hang() is?`);
  }
  if (typeof element !== 'object' || element === null) {
    throw invalid(`${place} is ${kindOf(element)}, and no part of a reply`);
  }
  if (isIterable(element) && !('then' in element)) {
    throw invalid(`${place} is a list within a list`);
  }
  if (checkWaits(element, place)) return;
  const { kind } = element as { readonly kind?: unknown };
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
    const hint = typeof kind === 'string' ? didYouMean(kind, Object.keys(kinds)) : '';
    const what = typeof kind === 'string' ? `of the kind \`${kind}\`` : 'an object';
    throw invalid(`${place} is ${what}, and nothing that \`reply\` makes${hint}`);
  }
  const part = element as ReplyPart;
  if (part.kind === 'message') {
    checkChunks(part.chunks, place);
    checkTime(part.intervalMs, `the intervalMs of ${place}`);
  }
  if (part.kind === 'reasoning') {
    for (const summary of part.summaries) checkChunks(summary, place);
    if (part.raw !== undefined) checkChunks(part.raw, place);
  }
}

/** Throws for what is no piece of a text. */
export function checkChunk(chunk: unknown, place = 'the text'): void {
  if (typeof chunk === 'string') return;
  if (typeof chunk === 'object' && chunk !== null) {
    if (checkWaits(chunk, place)) return;
    const { kind } = chunk as { readonly kind?: unknown };
    if (typeof kind === 'string' && Object.hasOwn(endings, kind)) return;
  }
  throw invalid(`a piece of ${place} is ${kindOf(chunk)}, and no text, pause or ending`);
}

function checkChunks(chunks: unknown, place: string): void {
  const text = `the text of ${place}`;
  if (typeof chunks === 'string') return;
  if (Array.isArray(chunks)) for (const chunk of chunks) checkChunk(chunk, text);
  else if (typeof chunks !== 'object' || chunks === null || !isIterable(chunks)) {
    throw invalid(`${text} is ${kindOf(chunks)}`);
  }
}

/** Whether it is something that a reply waits for. */
function checkWaits(element: object, place: string): boolean {
  if (!isWait(element)) return false;
  if (element instanceof Gate) return true;
  if ('then' in element) {
    // Somebody looks at it when the reply has come that far; until then it is nobody's fault.
    void Promise.resolve(element).catch(() => {});
    return true;
  }
  checkTime(element.ms, `the delay of ${place}`);
  return true;
}

/** The longest time that timers can do, in milliseconds: 24.8 days. */
const longestMs = 2 ** 31 - 1;

function checkTime(ms: unknown, place: string): void {
  if (typeof ms === 'number' && ms >= 0 && ms <= longestMs) return;
  const range = `0 to ${String(longestMs)} milliseconds`;
  throw invalid(`${place} must be ${range}, not ${kindOf(ms)}; reply.hang() never ends`);
}

function isIterable(value: object): boolean {
  return Symbol.iterator in value || Symbol.asyncIterator in value;
}

function invalid(message: string): ScriptError {
  return new ScriptError('script_invalid', message);
}
