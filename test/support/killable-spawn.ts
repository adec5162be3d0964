import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ProcessExit, SpawnProcess } from '../../runtime/index.js';

/** A `spawn` option that remembers the processes it started. */
export interface KillableSpawn {
  readonly spawn: SpawnProcess;
  readonly children: ChildProcess[];
  /** Kills the newest process and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export function killableSpawn(): KillableSpawn {
  const children: ChildProcess[] = [];
  return {
    children,
    spawn: (command, args, options) => {
      const child = spawn(command, args, { ...options, stdio: 'pipe' });
      children.push(child);
      const exited = once(child, 'exit').then(([exitCode, signal]): ProcessExit => ({
        exitCode,
        signal,
      }));
      return {
        stdin: child.stdin,
        stdout: child.stdout,
        stderr: child.stderr,
        exited,
        kill: (signal) => child.kill(signal),
      };
    },
    async kill(signal = 'SIGKILL') {
      const child = children.at(-1);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    },
  };
}
