import type { Stability } from '../model/type-node.js';

/**
 * What a change asks of someone who calls the protocol: `breaking` stops code from compiling or from
 * working, `attention` may (a new value that old code has no branch for), `compatible` does neither.
 */
export type Impact = 'breaking' | 'attention' | 'compatible';

/** The worst first. */
export const IMPACTS: readonly Impact[] = ['breaking', 'attention', 'compatible'];

/** Who writes a value: the caller (`input`) or the runtime (`output`). */
export type Position = 'input' | 'output';

/** What a change can be about, in the order in which changes are told. */
export const SUBJECTS = [
  'request',
  'server request',
  'notification',
  'client notification',
  'params',
  'result',
  'type',
  'field',
  'variant',
  'value',
] as const;

export type Subject = (typeof SUBJECTS)[number];

/** What can have happened, in the order in which changes are told. */
export const CHANGE_KINDS = [
  'removed',
  'renamed',
  'retyped',
  'made required',
  'made optional',
  'made nullable',
  'made non-nullable',
  'closed',
  'opened',
  'default changed',
  'made experimental',
  'made stable',
  'deprecated',
  'no longer deprecated',
  'added as required',
  'added',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One difference between two protocols. */
export interface Change {
  readonly impact: Impact;
  readonly subject: Subject;
  readonly kind: ChangeKind;
  /** What holds the thing: a method, a type or a place inside a type (`ThreadItem#plan`). */
  readonly owner: string;
  /** The thing inside its owner: a field, a value, a tag; null if it is the owner itself. */
  readonly name: string | null;
  /** What was there: a type, a default, the former name; null if nothing was. */
  readonly before: string | null;
  /** What is there now. */
  readonly after: string | null;
  /** Who writes the values concerned. */
  readonly positions: readonly Position[];
  /** `experimental` if only those who opted in can be concerned. */
  readonly stability: Stability;
  /** The methods through which it is met, in code-unit order. */
  readonly methods: readonly string[];
  /** What it means for a caller. */
  readonly why: string;
}

/** The thing itself in one word: `thread/start`, `Turn.status`, `ThreadItem#plan`, `Status 'idle'`. */
export function placeOf({
  subject,
  owner,
  name,
}: Pick<Change, 'subject' | 'owner' | 'name'>): string {
  if (name === null) return owner;
  return `${owner}${subject === 'value' ? ' ' : subject === 'variant' ? '#' : '.'}${name}`;
}
