import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeHost } from '../../compiler/node-host.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sdkgen-host-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the host on the file system', () => {
  it('reads what is there, and knows what is not', () => {
    writeFileSync(path.join(folder, 'a'), 'text');
    expect(nodeHost.readText(path.join(folder, 'a'))).toBe('text');
    expect(nodeHost.readText(path.join(folder, 'b'))).toBeNull();
    expect(() => nodeHost.readText(folder)).toThrow('EISDIR');
  });

  it('lists files below a folder, relative to it', () => {
    mkdirSync(path.join(folder, 'in/ner'), { recursive: true });
    for (const file of ['a', 'in/b', 'in/ner/c']) writeFileSync(path.join(folder, file), '');
    expect(nodeHost.listFiles(folder).sort()).toEqual(['a', 'in/b', 'in/ner/c']);
    expect(nodeHost.listFiles(path.join(folder, 'none'))).toEqual([]);
  });

  it('applies changes, and removes folders that are left empty', () => {
    const out = path.join(folder, 'out');
    nodeHost.apply(out, [
      { path: 'a.ts', text: 'a' },
      { path: 'deep/b.ts', text: 'b' },
    ]);
    expect(readFileSync(path.join(out, 'deep/b.ts'), 'utf8')).toBe('b');
    nodeHost.apply(out, [
      { path: 'a.ts', text: 'A' },
      { path: 'deep/b.ts', text: null },
    ]);
    expect(readdirSync(out, { recursive: true })).toEqual(['a.ts']);
    expect(readFileSync(path.join(out, 'a.ts'), 'utf8')).toBe('A');
  });

  it('changes nothing if one of the changes is impossible', () => {
    writeFileSync(path.join(folder, 'a.ts'), 'before');
    writeFileSync(path.join(folder, 'deep'), 'a file where a folder is wanted');
    expect(() => {
      nodeHost.apply(folder, [
        { path: 'a.ts', text: 'after' },
        { path: 'deep/b.ts', text: 'b' },
      ]);
    }).toThrow();
    expect(readdirSync(folder).sort()).toEqual(['a.ts', 'deep']);
    expect(readFileSync(path.join(folder, 'a.ts'), 'utf8')).toBe('before');
  });

  it('changes nothing if something cannot be removed', () => {
    for (const file of ['a.ts', 'old.ts']) writeFileSync(path.join(folder, file), 'before');
    expect(() => {
      nodeHost.apply(folder, [
        { path: 'a.ts', text: 'after' },
        { path: 'gone.ts', text: null },
        { path: 'old.ts', text: null },
      ]);
    }).toThrow('ENOENT');
    expect(() => {
      nodeHost.apply(folder, [
        { path: 'a.ts', text: 'after' },
        { path: 'old.ts', text: null },
        { path: 'gone.ts', text: null },
      ]);
    }).toThrow('ENOENT');
    expect(readdirSync(folder).sort()).toEqual(['a.ts', 'old.ts']);
    expect(readFileSync(path.join(folder, 'a.ts'), 'utf8')).toBe('before');
    expect(readFileSync(path.join(folder, 'old.ts'), 'utf8')).toBe('before');
  });

  it('tells beforehand whether a folder can be written to', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(() => nodeHost.checkWritable(path.join(folder, 'not/there/yet'))).not.toThrow();
    expect(() => nodeHost.checkWritable(path.join(file, 'out'))).toThrow('is not a folder');
    expect(existsSync(path.join(folder, 'not'))).toBe(false);
  });
});
