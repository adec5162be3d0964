import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { CompilerHost, FileChange } from './host.js';

/** The host that works on the file system and the terminal. */
export const nodeHost: CompilerHost = {
  readText: (file) => readIfThere(() => fs.readFileSync(file, 'utf8')),

  listFiles(folder) {
    const entries = readIfThere(() =>
      fs.readdirSync(folder, { recursive: true, withFileTypes: true }),
    );
    return (entries ?? [])
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .map((file) => file.split(path.sep).join('/'));
  },

  checkWritable(folder) {
    let existing = path.resolve(folder);
    while (!fs.existsSync(existing)) existing = path.dirname(existing);
    if (!fs.statSync(existing).isDirectory()) throw new Error(`${existing} is not a folder`);
    fs.accessSync(existing, fs.constants.W_OK);
  },

  apply(folder, changes) {
    const staged: { readonly temporary: string; readonly target: string }[] = [];
    try {
      for (const { path: file, text } of changes) {
        if (text === null) continue;
        const target = path.join(folder, file);
        const temporary = `${target}.${process.pid}.tmp`;
        fs.mkdirSync(path.dirname(target), { recursive: true });
        staged.push({ temporary, target });
        fs.writeFileSync(temporary, text);
      }
    } catch (error) {
      for (const { temporary } of staged) fs.rmSync(temporary, { force: true });
      throw error;
    }
    for (const { temporary, target } of staged) fs.renameSync(temporary, target);
    for (const change of changes) if (change.text === null) remove(folder, change);
  },

  print: (text) => void process.stdout.write(text),
  notice: (text) => void process.stderr.write(text),
  interactive: process.stderr.isTTY,
};

function readIfThere<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (NOT_THERE.has((error as NodeJS.ErrnoException).code)) return null;
    throw error;
  }
}

/** `ENOTDIR`: what should be a folder on the way is a file, so there is nothing below it. */
const NOT_THERE: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR']);

/** Removes a file, and its folder if nothing else is in it. */
function remove(folder: string, { path: file }: FileChange): void {
  const target = path.join(folder, file);
  fs.rmSync(target);
  const parent = path.dirname(target);
  if (parent !== path.resolve(folder) && fs.readdirSync(parent).length === 0) fs.rmdirSync(parent);
}
