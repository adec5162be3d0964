import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { readTar } from './tar.js';

/**
 * Unpacks a `.tgz` into a folder. Only plain files and folders below that folder are made; anything
 * else in the archive is an error, and what was unpacked so far stays for the caller to remove.
 */
export async function unpack(
  archive: string,
  folder: string,
  progress: (fraction: number) => void = () => {},
  signal?: AbortSignal,
): Promise<void> {
  const total = fs.statSync(archive).size;
  const file = fs.createReadStream(archive, { highWaterMark: 1 << 20 });
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  // The reading loop below sees the failure of either.
  file.on('error', (error) => gunzip.destroy(error));
  file.on('data', () => progress(file.bytesRead / total));
  file.pipe(gunzip);
  const seen = new Set<string>();
  try {
    for await (const entry of readTar(gunzip as AsyncIterable<Uint8Array>)) {
      signal?.throwIfAborted();
      const name = safePath(entry.path);
      if (entry.type === 'other') throw new Error(`${entry.path} is a ${entry.kind}`);
      const target = path.join(folder, name);
      if (entry.type === 'directory') {
        fs.mkdirSync(target, { recursive: true });
        continue;
      }
      if (seen.has(name)) throw new Error(`${entry.path} is in it twice`);
      seen.add(name);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      await pipeline(Readable.from(entry.body), fs.createWriteStream(target, { flags: 'wx' }));
      fs.chmodSync(target, entry.executable ? 0o755 : 0o644);
    }
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}

/** Refuses paths that lead out of the folder or mean something else on another system. */
function safePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..') || /[\\:\0]/.test(name))
    throw new Error(`${JSON.stringify(name)} leads out of the archive`);
  return parts.join('/');
}
