import fs from 'node:fs';
import path from 'node:path';
import type { CompilerHost, FileChange } from '../host.js';

type Files = Pick<CompilerHost, 'readText' | 'listFiles' | 'apply'>;

/** The folder of the installed runtime, of which only the place changes hands: it is large. */
const INSTALLED = path.join('node_modules', '@openai');
const ASIDE = path.join('node_modules', '.codex-sdkgen-bump');
/** What npm remembers of the installation. */
const MEMORY = path.join('node_modules', '.package-lock.json');

/** What a bump touches, as it was before, so that it can be put back. */
export class Safekeeping {
  readonly #root: string;
  readonly #host: Files;
  readonly #folders: readonly string[];
  readonly #kept: ReadonlyMap<string, string | null>;

  /**
   * @param files what will be written, relative to the root
   * @param folders what may change in any of its files
   */
  constructor(root: string, files: readonly string[], folders: readonly string[], host: Files) {
    this.#root = root;
    this.#host = host;
    this.#folders = folders;
    const all = [...files, MEMORY, ...this.#filesIn(folders)];
    this.#kept = new Map(all.map((file) => [file, this.#read(file)]));
  }

  /** The text of a file as it was; null if there was none. */
  before(file: string): string | null {
    return this.#kept.get(file) ?? null;
  }

  /** The files in the folders that are not what they were. */
  changedIn(folder: string): string[] {
    const files = new Set([...this.#kept.keys(), ...this.#filesIn([folder])]);
    return [...files].filter(
      (file) => file.startsWith(`${folder}/`) && this.before(file) !== this.#read(file),
    );
  }

  /** Makes room for another runtime. */
  setRuntimeAside(): void {
    const [installed, aside] = [this.#path(INSTALLED), this.#path(ASIDE)];
    fs.rmSync(aside, { recursive: true, force: true });
    if (fs.existsSync(installed)) fs.renameSync(installed, aside);
  }

  /** Puts everything back. */
  restore(): void {
    const files = new Set([...this.#kept.keys(), ...this.#filesIn(this.#folders)]);
    const changes = [...files].flatMap((file): FileChange[] => {
      const text = this.before(file);
      return text === this.#read(file) ? [] : [{ path: file, text }];
    });
    this.#host.apply(this.#root, changes);
    const aside = this.#path(ASIDE);
    if (!fs.existsSync(aside)) return;
    fs.rmSync(this.#path(INSTALLED), { recursive: true, force: true });
    fs.renameSync(aside, this.#path(INSTALLED));
  }

  /** Lets go of what was kept on disk. */
  release(): void {
    fs.rmSync(this.#path(ASIDE), { recursive: true, force: true });
  }

  #filesIn(folders: readonly string[]): string[] {
    return folders.flatMap((folder) =>
      this.#host.listFiles(this.#path(folder)).map((file) => `${folder}/${file}`),
    );
  }

  #read(file: string): string | null {
    return this.#host.readText(this.#path(file));
  }

  #path(file: string): string {
    return path.join(this.#root, file);
  }
}
