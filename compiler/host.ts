/** Everything of the world that the compiler touches. Tests replace it, so all of it runs in memory. */
export interface CompilerHost {
  /** The text of a file; null if there is none. Throws if it cannot be read. */
  readText(path: string): string | null;
  /** The files in a folder and below it, relative to it, with `/`; empty if there is none. */
  listFiles(folder: string): string[];
  /** Throws if files could not be written into the folder, which need not exist yet. */
  checkWritable(folder: string): void;
  /** Writes and removes files as one change: if writing fails, nothing has changed. */
  apply(folder: string, changes: readonly FileChange[]): void;
  /** Prints a result. */
  print(text: string): void;
  /** Prints what is meant for the person in front of the terminal. */
  notice(text: string): void;
  /** True if a person watches the notices, so that progress is worth showing. */
  readonly interactive: boolean;
}

export interface FileChange {
  /** Relative to the folder. */
  readonly path: string;
  /** The new text; null removes the file. */
  readonly text: string | null;
}
