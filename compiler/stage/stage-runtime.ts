import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { binaryVersion } from '../pull/binary-version.js';
import { contains, realPlace } from '../system/folders.js';
import { platformOf } from '../system/platforms.js';
import { run } from '../system/run.js';
import type { Surroundings } from '../system/surroundings.js';
import { runtimeManifest, runtimeReadme } from './manifests.js';
import type { Project } from './project.js';
import type { RuntimeLayout } from './runtime-layout.js';

/** True if a staging folder and the package that it is made of have nothing to do with each other. */
export function areApart(place: string, source: string, report: Report): boolean {
  const real = realPlace(source);
  if (!contains(place, real) && !contains(real, place)) return true;
  report.error('unusable-folder', place, 'It overlaps the package that is to be staged');
  return false;
}

/** Fills a folder with the package of a runtime for one platform. */
export async function stageRuntime(
  folder: string,
  layout: RuntimeLayout,
  project: Project,
  around: Surroundings,
  report: Report,
): Promise<boolean> {
  const { platform, version } = layout;
  const vendor = path.join(folder, 'vendor', platform.triple);
  for (const file of layout.files) {
    const [from, to] = [path.join(layout.folder, file), path.join(vendor, file)];
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);
    fs.chmodSync(to, (fs.statSync(from).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
  const manifest = runtimeManifest(platform, version, project);
  const write = (name: string, text: string): void =>
    fs.writeFileSync(path.join(folder, name), text);
  write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  write('README.md', runtimeReadme(platform, version, project.name));
  fs.copyFileSync(path.join(project.root, 'LICENSE'), path.join(folder, 'LICENSE'));
  if (platformOf(around) !== platform) return true;

  // Here it can be asked itself.
  const binary = path.join(vendor, 'bin', `codex${platform.exe}`);
  const ask = (args: readonly string[]): ReturnType<typeof run> =>
    run(binary, args, { cwd: folder, env: around.env, timeoutMs: 60_000 });
  return (await binaryVersion({ binary, version }, ask, report)) !== null;
}
