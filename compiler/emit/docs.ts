import type { JSDocStructure, OptionalKind } from 'ts-morph';
import type { Doc } from '../model/doc.js';
import type { Stability } from '../model/type-node.js';
import { wrapText } from './wrap-text.js';

/** What a doc comment says. */
export interface DocParts {
  readonly doc: Doc;
  /** Given where a thing is less stable than what it stands in. */
  readonly stability?: Stability | undefined;
  /** Paragraphs after the text. */
  readonly more?: readonly string[];
}

const WIDTH = 92;
const OPT_IN = 'Needs the `experimentalApi` capability.';

/**
 * The doc comment of a declaration or member: at most one. Its tags are part of the text, because
 * ts-morph closes the comment before a tag if the text holds `/*`, as globs do.
 */
export function docComment(parts: DocParts): OptionalKind<JSDocStructure>[] {
  const comment = blocksOf(parts).join('\n');
  if (comment === '') return [];
  return [{ description: comment.includes('\n') ? `\n${comment}` : comment }];
}

/** The same comment as text, for types that are written in place. */
export function docCommentText(parts: DocParts): string {
  const blocks = blocksOf(parts);
  if (blocks.length === 0) return '';
  const lines = blocks.join('\n\n').split('\n');
  return lines.length === 1
    ? `/** ${lines[0] ?? ''} */`
    : ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n');
}

/** What a comment consists of: the text, and the tags. */
function blocksOf({ doc, stability, more = [] }: DocParts): string[] {
  const text = [doc.text, ...more].filter((paragraph) => paragraph !== '').join('\n\n');
  const tags: string[] = [];
  if (doc.deprecated !== null) tags.push(tag('deprecated', doc.deprecated));
  if (stability === 'experimental') tags.push(tag('experimental', OPT_IN));
  else if (doc.experimental) tags.push(tag('experimental', ''));
  if (doc.defaultValue !== undefined)
    tags.push(tag('defaultValue', `\`${JSON.stringify(doc.defaultValue)}\``));
  return [escape(wrapText(text, WIDTH)), tags.join('\n')].filter((block) => block !== '');
}

function tag(name: string, text: string): string {
  return `@${name} ${escape(wrapText(text, WIDTH - name.length))}`.trimEnd();
}

/** Neither ends the comment nor starts a tag that nobody meant. */
function escape(text: string): string {
  return text.replaceAll('*/', '*\\/').replaceAll(/^(\s*)@/gm, '$1\\@');
}
