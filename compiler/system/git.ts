import { run, type Finished } from './run.js';
import type { Surroundings } from './surroundings.js';

/** Runs git in the current folder. */
export function git(args: readonly string[], around: Surroundings): Promise<Finished> {
  return run('git', args, { cwd: around.cwd, env: { ...around.env, GIT_OPTIONAL_LOCKS: '0' } });
}
