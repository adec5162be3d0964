import { CodexError } from '../util/codex-error.js';
import { newestLines } from '../util/plain-text.js';

/** One place where the runtime was looked for, and why it was not taken from there. */
export interface SearchedPlace {
  /** Where, in words: `'codexBin'`, `'CODEX_BIN'`, a package name, `'PATH'`. */
  readonly place: string;
  /** The file that was expected there, where one can be named. */
  readonly path?: string;
  /** Why it was not taken, such as `'does not exist'`. */
  readonly problem: string;
}

/** The runtime's binary was not found. The message lists each place looked at and how to mend it. */
export class CodexNotFoundError extends CodexError {
  override readonly name: string = 'CodexNotFoundError';
  /** The places looked at, in order. A place that decides by being set ends the search. */
  readonly searched: readonly SearchedPlace[];

  constructor(summary: string, searched: readonly SearchedPlace[], remedy: string) {
    const lines = searched.map(({ place, path, problem }) =>
      path === undefined ? `  - ${place}: ${problem}` : `  - ${place}: ${path} ${problem}`,
    );
    super([summary, ...lines, remedy].join('\n'), { code: 'codex_not_found' });
    this.searched = searched;
  }
}

/** What is known about a runtime that did not come up. */
export interface StartupErrorOptions extends ErrorOptions {
  readonly exitCode?: number | null;
  readonly signal?: string | null;
  readonly stderr?: string;
}

const SHOWN_STDERR_LINES = 20;

/** The runtime could not be started, or ended before it was ready. */
export class StartupError extends CodexError {
  override readonly name: string = 'StartupError';
  /** Exit code of the process, when it ran and exited by itself. */
  readonly exitCode: number | null;
  /** The signal that ended the process. */
  readonly signal: string | null;
  /** The newest output of its standard error; the message shows the last lines of it. */
  readonly stderr: string;

  constructor(message: string, options: StartupErrorOptions = {}) {
    const { exitCode = null, signal = null, stderr = '', ...rest } = options;
    super(`${message}${newestLines(stderr, SHOWN_STDERR_LINES)}`, {
      ...rest,
      code: 'startup_failed',
    });
    this.exitCode = exitCode;
    this.signal = signal;
    this.stderr = stderr;
  }
}
