import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTar } from '../../../compiler/system/tar.js';
import { tarEntry, tarEnd } from '../support/tar.js';

interface Read {
  readonly path: string;
  readonly type: string;
  readonly executable: boolean;
  readonly text: string;
}

/** Reads an archive that comes in pieces of some size. */
async function entriesOf(bytes: Buffer, size = bytes.length): Promise<Read[]> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  const found: Read[] = [];
  for await (const { path, type, executable, body } of readTar(Readable.from(pieces))) {
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    found.push({ path, type, executable, text: Buffer.concat(parts).toString() });
  }
  return found;
}

describe('an archive', () => {
  const long = `package/vendor/${'deep/'.repeat(30)}file.txt`;

  it('is read entry by entry, however it is cut into pieces', async () => {
    const names = ['package/a.txt', 'package/empty', 'package/bin/tool'];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3000 }),
        fc.string({ maxLength: 1500 }),
        async (size, text) => {
          const archive = Buffer.concat([
            tarEntry(names[0] ?? '', text),
            tarEntry('package/dir/', '', { flag: '5' }),
            tarEntry(names[1] ?? '', ''),
            tarEntry(names[2] ?? '', 'x'.repeat(1024), { mode: 0o755 }),
            tarEnd,
          ]);
          expect(await entriesOf(archive, size)).toEqual([
            { path: names[0], type: 'file', executable: false, text },
            { path: 'package/dir/', type: 'directory', executable: false, text: '' },
            { path: names[1], type: 'file', executable: false, text: '' },
            { path: names[2], type: 'file', executable: true, text: 'x'.repeat(1024) },
          ]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('may have long paths, in each of the ways there are', async () => {
    const record = `path=${long}\n`;
    const length = record.length + 1 + String(record.length + 4).length;
    const pax = `${length} ${record}`;
    const cut = long.lastIndexOf('/', 155);
    const archives = [
      [tarEntry('x', pax, { flag: 'x' }), tarEntry('short', 'a')],
      [tarEntry('././@LongLink', `${long}\0`, { flag: 'L' }), tarEntry('short', 'a')],
      [tarEntry(long.slice(cut + 1), 'a', { prefix: long.slice(0, cut) })],
    ];
    for (const archive of archives) {
      const read = await entriesOf(Buffer.concat([...archive, tarEntry('next', 'b'), tarEnd]));
      expect(read.map(({ path, text }) => [path, text])).toEqual([
        [long, 'a'],
        ['next', 'b'],
      ]);
    }
  });

  it('tells links and devices from files', async () => {
    const archive = Buffer.concat([
      ...['1', '2', '3', '4', '6'].map((flag) => tarEntry('x', '', { flag })),
      tarEnd,
    ]);
    expect((await entriesOf(archive)).map(({ type }) => type)).toEqual(
      Array.from({ length: 5 }, () => 'other'),
    );
  });

  it('may be read without reading what is in it', async () => {
    const archive = Buffer.concat([tarEntry('a', 'x'.repeat(700)), tarEntry('b', 'y'), tarEnd]);
    const paths: string[] = [];
    for await (const entry of readTar(Readable.from([archive]))) paths.push(entry.path);
    expect(paths).toEqual(['a', 'b']);
  });

  it('that is damaged or cut off is an error', async () => {
    const whole = Buffer.concat([tarEntry('a', 'x'.repeat(700)), tarEnd]);
    const damaged = Buffer.from(whole);
    damaged[3] = 65;
    await expect(entriesOf(damaged)).rejects.toThrow('wrong checksum');
    await expect(entriesOf(whole.subarray(0, 800))).rejects.toThrow('cut off');
    await expect(entriesOf(whole.subarray(0, 300))).rejects.toThrow('ends inside a header');
  });
});
