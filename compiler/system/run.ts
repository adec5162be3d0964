import { spawn } from 'node:child_process';
import type { Environment } from './surroundings.js';

export interface RunOptions {
  readonly cwd: string;
  readonly env: Environment;
  /** Kills the program when it takes longer. */
  readonly timeoutMs?: number;
  /** Kills the program when it aborts. */
  readonly signal?: AbortSignal;
}

/** How a program ended, and what it said. */
export interface Finished {
  /** True if it ran and exited with 0. */
  readonly ok: boolean;
  /** How it ended, in words: `exit code 2`, `SIGKILL`, `spawn codex ENOENT`. */
  readonly end: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without input. How it ends is data, whatever happens. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 0, signal }: RunOptions,
): Promise<Finished> {
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' };
    const finish = (ok: boolean, end: string): void => resolve({ ok, end, ...output });
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
      ...(signal && { signal }),
    });
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
    child.on('error', (error) => finish(false, error.message));
    child.on('close', (code, killedBy) =>
      finish(code === 0, killedBy ?? `exit code ${code ?? 'unknown'}`),
    );
  });
}

/** The last lines that a program said, for a person to read. */
export function lastWords(said: Finished, lines = 12): string {
  return wordsOf(said).slice(-lines).join('\n');
}

/** The first lines that a program said, where it goes on to explain itself. */
export function firstWords(said: Finished, lines = 6): string {
  return wordsOf(said).slice(0, lines).join('\n');
}

function wordsOf({ stdout, stderr }: Finished): string[] {
  return (stderr.trim() === '' ? stdout : stderr).trim().split('\n');
}
