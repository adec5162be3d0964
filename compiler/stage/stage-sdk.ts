import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { withTemporaryFolder } from '../system/folders.js';
import { npm } from '../system/npm.js';
import type { Progress } from '../system/progress.js';
import { lastWords } from '../system/run.js';
import type { Surroundings } from '../system/surroundings.js';
import { unpack } from '../system/unpack.js';
import { promisedFiles, sdkManifest } from './manifests.js';
import { readJsonFile, type Project } from './project.js';

/**
 * Fills a folder with the SDK as it is published. npm packs it, which builds it from the sources that
 * were found to be committed; of what was packed only package.json changes.
 */
export function stageSdk(
  folder: string,
  project: Project,
  runtimeVersion: string,
  around: Surroundings,
  progress: Progress,
  report: Report,
  signal: AbortSignal,
): Promise<boolean> {
  return withTemporaryFolder(around.temporary, async (scratch) => {
    const packed = await progress.during(`packing ${project.name}`, () =>
      npm(['pack', '--pack-destination', scratch], around, { signal }),
    );
    const archive = fs.readdirSync(scratch).find((name) => name.endsWith('.tgz'));
    if (!packed.ok || archive === undefined) {
      const reason = lastWords(packed) || packed.end;
      report.error('pack-failed', project.root, `npm could not pack it: ${reason}`);
      return false;
    }
    await unpack(path.join(scratch, archive), scratch, undefined, signal);
    const root = path.join(scratch, 'package');
    const manifest = readJsonFile(path.join(root, 'package.json')) ?? {};
    const missing = promisedFiles(manifest).filter((file) => !fs.existsSync(path.join(root, file)));
    for (const file of missing)
      report.error('pack-failed', file, 'package.json names it, but it was not packed');
    if (missing.length > 0) return false;

    fs.cpSync(root, folder, { recursive: true });
    const staged = sdkManifest(manifest, runtimeVersion);
    fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(staged, null, 2)}\n`);
    return true;
  });
}
