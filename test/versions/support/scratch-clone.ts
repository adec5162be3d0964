import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, runOk } from '../../support/run.js';

/** A repository of its own with this tree as it is now, committed or not, in one commit. */
export async function scratchClone(folder: string): Promise<string> {
  const { stdout } = await runOk('git', ['ls-files', '-z', '-co', '--exclude-standard']);
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await commit(folder, 'The tree as it is');
  return folder;
}

/** Commits everything. */
export async function commit(folder: string, message: string): Promise<void> {
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', message);
}

export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
  return (await runOk('git', [...identity, ...args], { cwd: folder })).stdout;
}
