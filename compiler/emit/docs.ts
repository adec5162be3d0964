import type { JSDocStructure, JSDocTagStructure, OptionalKind } from 'ts-morph';
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

/** The doc comment of a declaration or member: at most one. */
export function docComment(parts: DocParts): OptionalKind<JSDocStructure>[] {
  const { doc, stability, more = [] } = parts;
  const text = [doc.text, ...more].filter((paragraph) => paragraph !== '').join('\n\n');
  const tags: OptionalKind<JSDocTagStructure>[] = [];
  if (doc.deprecated !== null) tags.push(tag('deprecated', doc.deprecated));
  if (stability === 'experimental') tags.push(tag('experimental', OPT_IN));
  else if (doc.experimental) tags.push(tag('experimental', ''));
  if (doc.defaultValue !== undefined)
    tags.push(tag('defaultValue', `\`${JSON.stringify(doc.defaultValue)}\``));
  if (text === '' && tags.length === 0) return [];
  const wrapped = escape(wrapText(text, WIDTH));
  const needsLines = wrapped.includes('\n') || (tags.length > 0 && text !== '');
  return [{ description: needsLines ? `\n${wrapped}` : wrapped, tags }];
}

/** The same comment as text, for types that are written in place. */
export function docCommentText(parts: DocParts): string {
  const [comment] = docComment(parts);
  if (comment === undefined) return '';
  const description = String(comment.description ?? '').trim();
  const tags = (comment.tags ?? []).map((entry) =>
    `@${entry.tagName} ${String(entry.text ?? '')}`.trim(),
  );
  const blocks = [description, tags.join('\n')].filter((block) => block !== '');
  const lines = blocks.join('\n\n').split('\n');
  return lines.length === 1
    ? `/** ${lines[0] ?? ''} */`
    : ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n');
}

function tag(tagName: string, text: string): OptionalKind<JSDocTagStructure> {
  return { tagName, text: escape(wrapText(text, WIDTH - tagName.length)) };
}

/** Neither ends the comment nor starts a tag that nobody meant. */
function escape(text: string): string {
  return text.replaceAll('*/', '*\\/').replaceAll(/^(\s*)@/gm, '$1\\@');
}
