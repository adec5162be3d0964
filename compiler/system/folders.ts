import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Calls with a folder that is gone afterwards, whatever happens. */
export async function withTemporaryFolder<T>(
  parent: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  fs.mkdirSync(parent, { recursive: true });
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(parent), 'codex-sdkgen-'));
  try {
    return await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The digest of a file, as `hex` for the eye or `base64` as npm writes it. */
export async function hashFile(
  file: string,
  algorithm: 'sha256' | 'sha512',
  encoding: 'hex' | 'base64',
): Promise<string> {
  const hash = crypto.createHash(algorithm);
  await pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest(encoding);
}

/** True if one path is the other or lies below it. */
export function contains(outer: string, inner: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

/** The real place of a path of which only the first part may exist. */
export function realPlace(file: string): string {
  const absolute = path.resolve(file);
  const parent = path.dirname(absolute);
  if (fs.existsSync(absolute) || parent === absolute) return fs.realpathSync(absolute);
  return path.join(realPlace(parent), path.basename(absolute));
}
