import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../../support/run.js';

/** Texts of the root's sources that are sentences, and so may become part of a message. */
export async function sentences(): Promise<string[]> {
  const folder = join(root, 'runtime');
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => file.endsWith('.ts') && !/^(?:snake_case|sync|testing)\b/.test(file))
    .flatMap((file) => textsOf(readFileSync(join(folder, file), 'utf8')))
    .filter((text) => text.includes(' '));
}

function textsOf(source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.map(({ literal }) => `…${literal.text}`);
      texts.push(node.head.text + spans.join(''));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
  return texts;
}
