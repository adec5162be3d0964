import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { run, type Finished, type RunOptions } from './run.js';
import type { Surroundings } from './surroundings.js';

/**
 * Runs the npm client, so that the user's own settings (registry, proxy, credentials) hold.
 * What would only add noise to its answers is turned off.
 */
export function npm(
  args: readonly string[],
  around: Surroundings,
  options: Partial<RunOptions> = {},
): Promise<Finished> {
  const [program, ...before] = npmCommand(around);
  const quiet = ['--loglevel=error', '--no-update-notifier', '--no-audit', '--no-fund'];
  return run(program, [...before, ...args, ...quiet], {
    cwd: around.cwd,
    env: around.env,
    ...options,
  });
}

/** Runs a script of a package with npm. */
export function npmScript(
  name: string,
  around: Surroundings,
  options: Partial<RunOptions> = {},
): Promise<Finished> {
  return npm(['run', '--silent', name], around, options);
}

/** What starts npm. On Windows its command is a script that only a shell can start. */
function npmCommand({ env, platform }: Surroundings): readonly [string, ...string[]] {
  const started = env['npm_execpath'];
  if (started !== undefined && /^npm-cli\.[cm]?js$/.test(path.basename(started)))
    return [process.execPath, started];
  const installed = path.join(
    path.dirname(process.execPath),
    'node_modules',
    'npm',
    'bin',
    'npm-cli.js',
  );
  return platform === 'win32' && fs.existsSync(installed) ? [process.execPath, installed] : ['npm'];
}
