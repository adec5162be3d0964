import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../support/run.js';

/** A block of code on a page. */
export interface Block {
  readonly language: string;
  /** The file that it is; undefined for a fragment. */
  readonly title: string | undefined;
  readonly code: string;
  /** Where it stands, such as `docs/a.md:12`. */
  readonly place: string;
}

/** A Markdown page for users, and the code on it. */
export interface Page {
  /** Path from the root of the repository. */
  readonly path: string;
  readonly blocks: readonly Block[];
}

/** The README and all guides. */
export async function readPages(): Promise<Page[]> {
  const guides = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const paths = ['README.md', ...guides.map((name) => `docs/${name}`)];
  return Promise.all(
    paths.map(async (path) => ({
      path,
      blocks: blocksOf(path, await readFile(join(root, path), 'utf8')),
    })),
  );
}

const fence = /^```(\w*)(?: title="([^"]+)")?\n(.*?)^```$/gms;

function blocksOf(path: string, text: string): Block[] {
  return [...text.matchAll(fence)].map(({ 1: language = '', 2: title, 3: code = '', index }) => ({
    language,
    title,
    code,
    place: `${path}:${String(text.slice(0, index).split('\n').length)}`,
  }));
}
