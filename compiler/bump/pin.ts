import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { explainNpm, PATIENCE } from '../pull/explain-npm.js';
import { withTemporaryFolder } from '../system/folders.js';
import { npm } from '../system/npm.js';
import { CODEX_PACKAGE } from '../system/platforms.js';
import { firstWords } from '../system/run.js';
import type { Surroundings } from '../system/surroundings.js';
import { completeLock, missingPlatforms } from './complete-lock.js';
import { lockChanges } from './lock-changes.js';

export const MANIFEST = 'package.json';
export const LOCK = 'package-lock.json';

/** A project that is pinned to another runtime. */
export interface Pin {
  /** The new text of package.json. */
  readonly manifest: string;
  /** The new text of the lock file. */
  readonly lock: string;
  /** Packages that came with the runtime, as places in `node_modules`. */
  readonly added: readonly string[];
  /** Packages of platforms that the registry does not have. */
  readonly missing: readonly string[];
}

/**
 * What package.json and the lock file are with another runtime. npm decides, for both files are its
 * own; it does so on copies, and whatever it changes beyond the runtime is refused. What it leaves out
 * since the registry does not have it for some platform is filled in, or `npm ci` would not work.
 */
export function pinRuntime(
  version: string,
  around: Surroundings,
  report: Report,
  signal: AbortSignal,
): Promise<Pin | null> {
  return withTemporaryFolder(around.temporary, async (scratch) => {
    for (const file of [MANIFEST, LOCK, '.npmrc']) {
      const source = path.join(around.cwd, file);
      if (fs.existsSync(source)) fs.copyFileSync(source, path.join(scratch, file));
      else if (file !== '.npmrc') {
        report.error('not-the-project', source, 'There is no such file');
        return null;
      }
    }
    const read = (folder: string, file: string): string =>
      fs.readFileSync(path.join(folder, file), 'utf8');
    const onCopies = (...args: readonly string[]): ReturnType<typeof npm> =>
      npm([...args, '--ignore-scripts'], around, { cwd: scratch, signal });

    const spec = `${CODEX_PACKAGE}@${version}`;
    const install = ['install', spec, '--package-lock-only', '--save-exact', '--json'];
    const installed = await onCopies(...install, ...PATIENCE);
    if (!installed.ok) {
      explainNpm(installed, spec, report);
      return null;
    }
    const written = read(scratch, LOCK);
    const { added, foreign } = lockChanges(read(around.cwd, LOCK), written);
    if (foreign.length > 0) {
      const problem = `npm changes more than the runtime: ${foreign.join(', ')}`;
      report.error('unsettled-lock-file', LOCK, problem);
      return null;
    }
    const missing = missingPlatforms(written);
    const lock = completeLock(written);
    fs.writeFileSync(path.join(scratch, LOCK), lock);
    // What comes out has to be what `npm ci` takes.
    const checked = await onCopies('ci', '--dry-run');
    if (!checked.ok) {
      const problem = `\`npm ci\` does not take it: ${firstWords(checked) || checked.end}`;
      report.error('unsettled-lock-file', LOCK, problem);
      return null;
    }
    return { manifest: read(scratch, MANIFEST), lock, added, missing };
  });
}
