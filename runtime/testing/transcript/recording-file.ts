import { existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, format, parse, resolve } from 'node:path';

/** Files that this process has recorded to. */
const recorded = new Set<string>();

/**
 * Opens a file for a recording: the one that is named, or the next one of its name that this process
 * has not recorded to.
 */
export function openRecording(path: string): number {
  const file = nextFree(resolve(path));
  mkdirSync(dirname(file), { recursive: true });
  const opened = openSync(file, 'w');
  recorded.add(file);
  return opened;
}

function nextFree(path: string): string {
  const { dir, name, ext } = parse(path);
  let file = path;
  for (let number = 2; recorded.has(file) && existsSync(file); number++) {
    file = format({ dir, name: `${name}.${String(number)}`, ext });
  }
  return file;
}
