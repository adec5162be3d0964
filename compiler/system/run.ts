import { spawn, type ChildProcess } from 'node:child_process';
import process from 'node:process';
import { reasonOf } from '../util/reason.js';
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

/** Windows has no process groups; `detached` would open a console there. */
const HAS_GROUPS = process.platform !== 'win32';

/**
 * Runs a program to its end, without input. How it ends is data, whatever happens. A program that is
 * killed is killed with all that it started, and has ended when this resolves.
 */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 0, signal }: RunOptions,
): Promise<Finished> {
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' };
    if (signal?.aborted === true) {
      resolve({ ok: false, end: reasonOf(signal.reason), ...output });
      return;
    }
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      detached: HAS_GROUPS,
    });
    const kill = (): void => killAll(child);
    const timer = timeoutMs > 0 ? setTimeout(kill, timeoutMs) : undefined;
    signal?.addEventListener('abort', kill);
    const finish = (ok: boolean, end: string): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
      resolve({ ok, end: signal?.aborted === true ? reasonOf(signal.reason) : end, ...output });
    };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
    child.on('error', (error) => finish(false, error.message));
    child.on('close', (code, killedBy) =>
      finish(code === 0, killedBy ?? `exit code ${code ?? 'unknown'}`),
    );
  });
}

function killAll(child: ChildProcess): void {
  if (!HAS_GROUPS || child.pid === undefined) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
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
