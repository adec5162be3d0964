import type { Names } from '../../options/known-keys.js';
import { ConfigurationError } from '../../util/configuration-error.js';
import { kindOf } from '../kind-of.js';
import type { MessageOptions } from './fake-turn.js';
import type { ItemDraft } from './items.js';
import { checkObject } from './setup-check.js';
import { noTokens, type UsageDraft } from './usage.js';

/*
 * What a script says is held against the schema, which knows nothing of the options that it is said with.
 */

const messageNames: Names<MessageOptions> = { phase: true, id: true };
const callNames = { namespace: true };

/** One text, or its pieces. */
export function checkText(text: string | readonly string[]): void {
  const pieces: readonly unknown[] = Array.isArray(text) ? text : [text];
  const wrong = pieces.findIndex((piece) => typeof piece !== 'string');
  if (wrong < 0) return;
  const place = Array.isArray(text) ? `text[${String(wrong)}]` : 'text';
  const what = Array.isArray(text) ? 'a text' : 'a text or a list of texts';
  throw new ConfigurationError(`message: ${place} must be ${what}, not ${kindOf(pieces[wrong])}`);
}

export function checkMessageOptions(options: MessageOptions): void {
  checkObject('message', options, messageNames);
}

export function checkCallTool(options: object): void {
  checkObject('callTool', options, callNames);
}

export function checkUsage(usage: UsageDraft): void {
  checkObject('usage', usage, noTokens);
}

/** An item that a turn can have beside those that it has. */
export function checkItem(draft: ItemDraft, isTaken: (id: string) => boolean): void {
  checkObject('item', draft);
  const { id } = draft;
  if (id !== undefined && isTaken(id)) {
    throw new ConfigurationError(`item: the turn has an item ${id} already`);
  }
}
