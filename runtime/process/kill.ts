import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Sends a signal to a process and to what it started: its process group on POSIX, its tree on
 * Windows, where every signal ends them at once. Never throws.
 */
export function killTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') killWindowsTree(child, child.pid);
  else killGroup(child, child.pid, signal);
}

function killGroup(child: ChildProcess, pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // No such group any more, or one with members of another user: the leader itself, then.
    child.kill(signal);
  }
}

function killWindowsTree(child: ChildProcess, pid: number): void {
  // A tree hangs on its root: once that is gone, taskkill finds nothing, or a stranger.
  if (child.exitCode !== null || child.signalCode !== null) return;
  // By its full path: a search would begin in the current directory.
  const program = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
  const taskkill = spawn(program, ['/pid', String(pid), '/t', '/f'], {
    stdio: 'ignore',
    windowsHide: true,
  });
  taskkill.once('error', () => child.kill('SIGKILL'));
  taskkill.once('exit', (code) => {
    if (code !== 0) child.kill('SIGKILL');
  });
}
