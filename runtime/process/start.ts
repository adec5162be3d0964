import { statSync } from 'node:fs';
import { CodexError } from '../util/codex-error.js';
import { ConfigurationError } from '../util/configuration-error.js';
import { abandon } from './abandon.js';
import { StartupError } from './errors.js';
import { spawnProcess } from './spawn.js';
import type { SpawnedProcess, SpawnProcess } from './spawned-process.js';

export interface StartOptions {
  readonly cwd?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Starts the process in another way. Default: as a child of this process. */
  readonly spawn?: SpawnProcess | undefined;
}

/**
 * Starts a process and waits until it runs.
 *
 * @throws StartupError if it cannot be started; ConfigurationError if a `spawn` function of the
 *   user's own gives back something else than a process.
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  options: StartOptions,
): Promise<SpawnedProcess> {
  const { cwd, env, spawn = spawnProcess } = options;
  let child: SpawnedProcess;
  try {
    child = await spawn(command, args, cwd === undefined ? { env } : { cwd, env });
  } catch (cause) {
    if (CodexError.isCodexError(cause)) throw cause;
    throw new StartupError(explain(command, cwd, options.spawn === undefined, cause), { cause });
  }
  if (!isProcess(child)) {
    abandon(child);
    throw new ConfigurationError('spawn must return { stdin, stdout, stderr, exited, kill }');
  }
  return child;
}

function explain(
  command: string,
  cwd: string | undefined,
  isLocal: boolean,
  cause: unknown,
): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `Could not start ${command}: ${reason}`;
  // The system reports a missing working directory as if the program were missing.
  if (isLocal && cwd !== undefined && !isDirectory(cwd)) {
    return `${message} (the working directory ${cwd} does not exist)`;
  }
  return message;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Most of all not a ChildProcess, which has no `exited`. */
function isProcess(value: SpawnedProcess | null | undefined): value is SpawnedProcess {
  return (
    typeof value?.stdin?.write === 'function' &&
    typeof value.stdout?.on === 'function' &&
    typeof value.exited?.then === 'function' &&
    typeof value.kill === 'function'
  );
}
