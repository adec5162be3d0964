import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

async function stateOf(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]);
  return stdout.trim();
}

/** True while a process runs. One that ended but whose parent has not asked for it does not count. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    return !(await stateOf(pid)).startsWith('Z');
  } catch {
    return false;
  }
}

/** Waits for the end of a process that is not a child of this one, so that nothing tells of it. */
export async function waitUntilGone(pid: number, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (await isRunning(pid)) {
    if (performance.now() > deadline) throw new Error(`Process ${pid} is still running`);
  }
}

/** Stops a process, and waits until it does nothing more: the signal alone may arrive late. */
export async function suspend(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  while (!(await stateOf(pid)).startsWith('T'));
}
