import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { contains, realPlace, withTemporaryFolder } from '../system/folders.js';
import { git } from '../system/git.js';
import type { Surroundings } from '../system/surroundings.js';

/** Marks a folder as made by staging, so that the next staging may replace it. Never published. */
export const MARKER = '.codex-sdkgen-stage.json';

/** The absolute place of a staging folder; null if nothing may be staged there, which is reported. */
export async function stagingPlace(
  dir: string,
  around: Surroundings,
  report: Report,
): Promise<string | null> {
  const place = realPlace(path.resolve(around.cwd, dir));
  const root = fs.realpathSync(around.cwd);
  const problem = (await overlap(place, root, around)) ?? foreign(path.resolve(around.cwd, dir));
  if (problem === null) return place;
  report.error('unusable-folder', dir, problem);
  return null;
}

/** Inside the repository only a folder that git ignores can be staged into, and no working folder. */
async function overlap(place: string, root: string, around: Surroundings): Promise<string | null> {
  if (contains(place, root)) return 'It holds the repository itself';
  if (!contains(root, place)) return null;
  const [first] = path.relative(root, place).split(path.sep);
  if (first === 'dist' || first === 'node_modules' || first === '.git')
    return `It lies in \`${first}\`, which others write to`;
  const ignored = await git(['check-ignore', '--quiet', place], around);
  return ignored.ok ? null : 'It lies in the repository, and git does not ignore it';
}

/** Only an empty folder, or one that staging made, is replaced. */
function foreign(place: string): string | null {
  const stats = fs.lstatSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (!stats.isDirectory()) return 'It is no folder';
  const names = fs.readdirSync(place);
  return names.length === 0 || names.includes(MARKER)
    ? null
    : 'It has other things in it, and was not made by staging';
}

/**
 * Fills a new folder and puts it in the place of the old one; if filling fails, the old one stays.
 *
 * @param fill answers whether it could be filled
 */
export async function replaceFolder(
  place: string,
  marker: object,
  fill: (folder: string) => Promise<boolean>,
): Promise<boolean> {
  return withTemporaryFolder(path.dirname(place), async (scratch) => {
    const fresh = path.join(scratch, 'new');
    const old = path.join(scratch, 'old');
    fs.mkdirSync(fresh);
    if (!(await fill(fresh))) return false;
    fs.writeFileSync(path.join(fresh, MARKER), `${JSON.stringify(marker, null, 2)}\n`);
    const replaces = fs.existsSync(place);
    if (replaces) fs.renameSync(place, old);
    try {
      fs.renameSync(fresh, place);
    } catch (error) {
      if (replaces) fs.renameSync(old, place);
      throw error;
    }
    return true;
  });
}
