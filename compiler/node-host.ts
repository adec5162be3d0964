import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { CompilerHost } from './host.js';

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
    const moves = changes.map(({ path: file, text }): Move => {
      const target = `${folder}/${file}`;
      return { target, temporary: `${target}.${process.pid}.tmp`, text };
    });
    const written = moves.filter(({ text }) => text !== null);
    const removed = moves.filter(({ text }) => text === null);
    const begun: Move[] = [];
    try {
      for (const move of [...written, ...removed]) {
        if (move.text !== null) fs.mkdirSync(path.dirname(move.target), { recursive: true });
        begun.push(move);
        // What goes is set aside: a folder that does not let it go shows before anything is replaced.
        if (move.text === null) fs.renameSync(move.target, move.temporary);
        else fs.writeFileSync(move.temporary, move.text);
      }
    } catch (error) {
      for (const move of begun) undo(move);
      throw error;
    }
    for (const { temporary, target } of written) fs.renameSync(temporary, target);
    for (const move of removed) remove(folder, move);
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

/** A change of one file on its way: its new text, or what goes, is in the temporary file. */
interface Move {
  readonly target: string;
  readonly temporary: string;
  readonly text: string | null;
}

function undo({ target, temporary, text }: Move): void {
  if (text !== null) fs.rmSync(temporary, { force: true });
  else if (fs.existsSync(temporary)) fs.renameSync(temporary, target);
}

/** Removes what was set aside, and its folder if nothing else is in it. */
function remove(folder: string, { temporary }: Move): void {
  fs.rmSync(temporary);
  const parent = path.dirname(temporary);
  if (path.resolve(parent) !== path.resolve(folder) && fs.readdirSync(parent).length === 0)
    fs.rmdirSync(parent);
}
