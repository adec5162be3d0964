import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { killTree } from './kill.js';
import type { ProcessExit, SpawnedProcess, SpawnProcessOptions } from './spawned-process.js';
import { nativeCommand } from './windows-command.js';

/**
 * Starts a process of this machine. On POSIX it leads a process group of its own, so that Ctrl-C in a
 * terminal reaches only this program and so that what it started can be ended with it. On Windows no
 * console window opens, and `.cmd` and `.bat` files are started through cmd.exe.
 *
 * It holds this program alive while it runs, and ends with it, however that ends: its stdin closes.
 */
export async function spawnProcess(
  command: string,
  args: readonly string[],
  options: SpawnProcessOptions,
): Promise<SpawnedProcess> {
  const { platform } = process;
  const native = nativeCommand(command, args, platform, process.env['ComSpec']);
  const child = spawn(native.command, native.args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env,
    stdio: 'pipe',
    detached: platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: native.verbatim,
  });
  const exited = exitOf(child);
  await started(child);
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    kill(signal) {
      killTree(child, signal);
      // Not even a process that the system cannot end may hold this program.
      if (signal === 'SIGKILL') child.unref();
    },
  };
}

/** Settles on 'exit', not on 'close': pipes that others inherited may stay open for ever. */
function exitOf(child: ChildProcessWithoutNullStreams): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => {
      // What it left behind in its group has lost its purpose.
      killTree(child, 'SIGKILL');
      resolve({ exitCode, signal });
    });
  });
}

function started(child: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays for good: a later 'error', such as from a failed kill, must not be an uncaught one.
    child.on('error', reject);
    child.once('spawn', resolve);
  });
}
