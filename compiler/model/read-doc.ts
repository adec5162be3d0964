import type { SchemaNode } from '../load/schema-node.js';
import { upperFirst } from '../util/words.js';
import type { Doc } from './doc.js';

/** The doc of a schema node. */
export function docOf(node: SchemaNode): Doc {
  const doc = readDoc(node.description);
  return {
    ...doc,
    ...(node.deprecated && doc.deprecated === null && { deprecated: '' }),
    ...(node.default !== undefined && { defaultValue: node.default }),
  };
}

/** Headings that the schema's authors put above a group; they end up on its first member. */
const BANNER = /^(?:NEW|DEPRECATED|LEGACY) (?:APIs?|NOTIFICATIONS?)(?: below)?\b[\s.:]*/;
const UNSTABLE = /^(?:\[UNSTABLE\]|\[EXPERIMENTAL\]|EXPERIMENTAL\b)[\s.:–-]*/;
const DEPRECATED = /^(?:@deprecated|DEPRECATED|Deprecated)\b[\s.:–-]*/;

/** Sorts prose into text and marks. The schema has no keyword for them: its authors write them out. */
export function readDoc(description: string | undefined): Doc {
  const prose = (description ?? '').trim().replace(BANNER, '');
  const experimental = UNSTABLE.test(prose);
  const { text, reason } = splitDeprecation(stripPrefix(prose, UNSTABLE));
  return {
    text: tidy(text),
    deprecated: reason === null ? null : tidy(reason),
    experimental,
  };
}

/** Deprecation is said by the first words of a description or of one of its lines. */
function splitDeprecation(text: string): { text: string; reason: string | null } {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => DEPRECATED.test(line));
  if (index < 0) return { text, reason: null };
  const blank = lines.findIndex((line, at) => at > index && line.trim() === '');
  const end = blank < 0 ? lines.length : blank;
  return {
    text: [...lines.slice(0, index), ...lines.slice(end + 1)].join('\n'),
    reason: stripPrefix(lines.slice(index, end).join(' '), DEPRECATED),
  };
}

/** What follows a prefix becomes the start of a sentence, unless it is the name of something. */
function stripPrefix(text: string, prefix: RegExp): string {
  const rest = text.replace(prefix, '');
  return rest !== text && /^[a-z]+[\s,.]/.test(rest) ? upperFirst(rest) : rest;
}

/** Links of the source language lead nowhere here; their text stays. */
function tidy(text: string): string {
  return text
    .replaceAll(/\[`(?:Self::)?([^`\]]+)`\](?:\([^)]*\))?/g, '`$1`')
    .replaceAll(/\[(\w+(?:::\w+)+)\](?!\()/g, '`$1`')
    .replaceAll(/[^\S\n]+$/gm, '')
    .trim();
}
