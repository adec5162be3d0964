import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/run.js';
import { anysOf } from './any.js';
import { hasModuleDoc, missingDocs } from './docs.js';
import { Surface } from './entries.js';
import { exportLines } from './exports.js';

const surface = new Surface();
const lists = join(root, 'test', 'surface', 'exports');

function listOf(entry: string): string {
  return `${entry.replaceAll('/', '.')}.txt`;
}

describe.each(surface.entries)('$name', (entry) => {
  it('exports what is listed', async () => {
    const lines = exportLines(surface, entry).join('\n');
    await expect(`${lines}\n`).toMatchFileSnapshot(join(lists, listOf(entry.name)));
  });

  it('says of each name and member what it means, and shows how it is used', () => {
    expect(missingDocs(surface, entry)).toEqual([]);
    expect(hasModuleDoc(entry)).toBe(true);
  });

  it('says what everything is: no type is any', () => {
    expect(anysOf(surface, entry)).toEqual([]);
  });
});

it('there is a list for each entry, and for nothing else', async () => {
  const expected = surface.entries.map(({ name }) => listOf(name));
  expect((await readdir(lists)).toSorted()).toEqual(expected.toSorted());
});
