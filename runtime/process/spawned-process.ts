import type { Readable, Writable } from 'node:stream';

/** How a process ended: by itself with a code, or by a signal. */
export interface ProcessExit {
  /** Exit code; null if a signal ended it. */
  readonly exitCode: number | null;
  /** The signal that ended it; null if it exited by itself. */
  readonly signal: string | null;
}

/**
 * A running process with its pipes. The SDK reads both outputs to their end and handles the errors
 * of all three streams.
 */
export interface SpawnedProcess {
  /** The system's number for the process, where it has one on this machine. */
  readonly pid?: number | undefined;
  /** The process reads this; ending it tells a well-behaved runtime to stop. */
  readonly stdin: Writable;
  /** The protocol: one message per line. */
  readonly stdout: Readable;
  /** Diagnostics for people; `null` if there are none to be had. */
  readonly stderr: Readable | null;
  /** Resolves when the process is gone. If it rejects, the process counts as gone as well. */
  readonly exited: Promise<ProcessExit>;
  /**
   * Ends the process and, where that is possible, what it started. Called with `'SIGTERM'`, later
   * with `'SIGKILL'`. Has no effect on a process that is gone.
   */
  kill(signal: NodeJS.Signals): unknown;
}

/** What a process is to be started with. */
export interface SpawnProcessOptions {
  /** The working directory; that of this process if it is left out. */
  readonly cwd?: string;
  /** The whole environment, not only what differs. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts a process: the place for containers, remote shells and sandboxes. Throws or rejects if the
 * process cannot be started.
 */
export type SpawnProcess = (
  command: string,
  args: readonly string[],
  options: SpawnProcessOptions,
) => SpawnedProcess | Promise<SpawnedProcess>;
