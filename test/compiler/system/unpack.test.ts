import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpack } from '../../../compiler/system/unpack.js';
import { tarEnd, tarEntry } from '../support/tar.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sdkgen-unpack-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function unpacked(...entries: readonly Buffer[]): Promise<number[]> {
  const archive = join(folder, 'a.tgz');
  writeFileSync(archive, gzipSync(Buffer.concat([...entries, tarEnd])));
  const shown: number[] = [];
  await unpack(archive, join(folder, 'out'), (fraction) => shown.push(fraction));
  return shown;
}

describe('unpacking', () => {
  it('makes files with their run bits and nothing else', async () => {
    const shown = await unpacked(
      tarEntry('./package/dir/', '', { flag: '5' }),
      tarEntry('package/a.txt', 'a', { mode: 0o600 }),
      tarEntry('package/bin/tool', 'b', { mode: 0o4711 }),
    );
    expect(readFileSync(join(folder, 'out', 'package', 'a.txt'), 'utf8')).toBe('a');
    expect(statSync(join(folder, 'out', 'package', 'a.txt')).mode & 0o7777).toBe(0o644);
    expect(statSync(join(folder, 'out', 'package', 'bin', 'tool')).mode & 0o7777).toBe(0o755);
    expect(statSync(join(folder, 'out', 'package', 'dir')).isDirectory()).toBe(true);
    expect(shown.at(-1)).toBe(1);
  });

  it.each(['../evil', 'package/../../evil', '/evil', 'package\\..\\evil', 'c:evil'])(
    'refuses to leave its folder for %s',
    async (path) => {
      await expect(unpacked(tarEntry(path, 'x'))).rejects.toThrow('leads out of the archive');
      expect(existsSync(join(folder, 'evil'))).toBe(false);
    },
  );

  it.each([
    ['2', 'is a symbolic link'],
    ['1', 'is a hard link'],
    ['6', 'is a FIFO'],
    ['3', 'is a character device'],
  ])('refuses entries of type %s', async (flag, message) => {
    await expect(unpacked(tarEntry('package/x', '', { flag }))).rejects.toThrow(message);
  });

  it('refuses the same file twice', async () => {
    await expect(
      unpacked(tarEntry('package/x', 'a'), tarEntry('./package//x', 'b')),
    ).rejects.toThrow('is in it twice');
  });

  it('refuses what is no archive', async () => {
    const file = join(folder, 'a.tgz');
    writeFileSync(file, 'no gzip');
    await expect(unpack(file, join(folder, 'out'))).rejects.toThrow('incorrect header check');
  });
});
