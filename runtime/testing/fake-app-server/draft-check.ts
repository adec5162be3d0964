import { didYouMean, type Names } from '../../options/known-keys.js';
import { ConfigurationError } from '../../util/configuration-error.js';
import { kindOf } from '../kind-of.js';
import { listed, type WireIssue } from './errors.js';
import { type ItemDraft, itemTypes } from './items.js';
import type { ThreadDraft } from './options.js';
import { checkObject } from './setup-check.js';
import type { TurnDraft } from './stored-turn.js';

const threadNames: Names<ThreadDraft> = {
  id: true,
  name: true,
  archived: true,
  cwd: true,
  model: true,
  parentThreadId: true,
  turns: true,
};
const turnNames: Names<TurnDraft> = {
  input: true,
  reply: true,
  items: true,
  status: true,
  error: true,
};

const statuses: Readonly<Record<NonNullable<TurnDraft['status']>, true>> = {
  completed: true,
  interrupted: true,
  failed: true,
};

/** What can be told of a draft at any time. The schema is there when a client is. */
export function checkThreadDraft(draft: ThreadDraft): void {
  checkObject('addThread', draft, threadNames);
  const { turns = [], archived = false } = draft;
  for (const name of ['id', 'name', 'cwd', 'model', 'parentThreadId'] as const) {
    checkType(`addThread: ${name}`, draft[name] ?? '', 'a text');
  }
  checkType('addThread: archived', archived, 'true or false');
  if (!Array.isArray(turns)) throw new ConfigurationError('addThread: turns must be a list');
  for (const [index, turn] of (turns as readonly TurnDraft[]).entries()) {
    const place = `addThread: turns[${String(index)}]`;
    checkObject(place, turn, turnNames);
    const { input, reply = '', items = [], status = 'completed' } = turn;
    if (typeof input !== 'string' && !Array.isArray(input)) {
      throw new ConfigurationError(`${place}.input must be a text or a list of inputs`);
    }
    checkType(`${place}.reply`, reply, 'a text');
    if (!Object.hasOwn(statuses, status)) {
      const known = Object.keys(statuses).join(', ');
      throw new ConfigurationError(
        `${place}.status must be one of ${known}, not ${kindOf(status)}`,
      );
    }
    if (!Array.isArray(items)) throw new ConfigurationError(`${place}.items must be a list`);
    checkItems(place, items as readonly ItemDraft[]);
  }
}

function checkItems(place: string, items: readonly ItemDraft[]): void {
  const ids = new Set<string>();
  for (const [index, item] of items.entries()) {
    const its = `${place}.items[${String(index)}]`;
    checkObject(its, item);
    const { type, id } = item;
    if (!itemTypes.includes(type)) {
      const hint = typeof type === 'string' ? didYouMean(type, itemTypes) : '';
      throw new ConfigurationError(
        `${its}.type must be one that items have, not ${kindOf(type)}${hint}`,
      );
    }
    if (id === undefined) continue;
    checkType(`${its}.id`, id, 'a text');
    if (ids.has(id)) throw new ConfigurationError(`${its}: the turn has an item ${id} already`);
    ids.add(id);
  }
}

/** The turn that a draft makes, by the schema. */
export function checkFits(index: number, issues: readonly WireIssue[]): void {
  if (issues.length === 0) return;
  const place = `addThread: turns[${String(index)}]`;
  throw new ConfigurationError(`${place} makes a turn that does not fit: ${listed(issues)}`);
}

function checkType(place: string, value: unknown, wanted: 'a text' | 'true or false'): void {
  if (typeof value === (wanted === 'a text' ? 'string' : 'boolean')) return;
  throw new ConfigurationError(`${place} must be ${wanted}, not ${kindOf(value)}`);
}
