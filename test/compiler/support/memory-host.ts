import type { CompilerHost, FileChange } from '../../../compiler/host.js';

/** A host whose files are a map and whose terminal is a string. */
export class MemoryHost implements CompilerHost {
  readonly files: Map<string, string>;
  interactive = false;
  printed = '';
  noticed = '';
  /** Files that refuse to be read, and folders that refuse to be written to. */
  readonly sealed: Set<string> = new Set();

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.files = new Map(Object.entries(files));
  }

  readText(path: string): string | null {
    if (this.sealed.has(path)) throw new Error(`EACCES: permission denied, open '${path}'`);
    return this.files.get(path) ?? null;
  }

  listFiles(folder: string): string[] {
    return [...this.files.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
  }

  checkWritable(folder: string): void {
    if (this.sealed.has(folder)) throw new Error(`EACCES: permission denied, access '${folder}'`);
  }

  apply(folder: string, changes: readonly FileChange[]): void {
    for (const { path, text } of changes) {
      if (text === null) this.files.delete(`${folder}/${path}`);
      else this.files.set(`${folder}/${path}`, text);
    }
  }

  print(text: string): void {
    this.printed += text;
  }

  notice(text: string): void {
    this.noticed += text;
  }
}
