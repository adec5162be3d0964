import fs from 'node:fs';
import path from 'node:path';
import { formatDiagnostics } from '../diagnostics/format.js';
import { Diagnostics } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { isExactVersion } from '../pull/runtime.js';
import { checkTree } from '../stage/check-tree.js';
import { readProject, type Project } from '../stage/project.js';
import { readRuntimeLayout } from '../stage/runtime-layout.js';
import { stageRuntime, areApart } from '../stage/stage-runtime.js';
import { stageSdk } from '../stage/stage-sdk.js';
import { replaceFolder, stagingPlace } from '../stage/staging-folder.js';
import { withTemporaryFolder } from '../system/folders.js';
import { interruptible } from '../system/interrupt.js';
import { runtimePackageName } from '../system/platforms.js';
import { progressOn } from '../system/progress.js';
import type { Surroundings } from '../system/surroundings.js';
import { unpack } from '../system/unpack.js';
import { EXIT, type ExitCode } from './exit.js';

export interface StageOptions {
  readonly runtimeVersion: string;
}

/** Stages the SDK, pinned to the runtime packages of one version. */
export function stageSdkCommand(
  dir: string,
  { runtimeVersion }: StageOptions,
  host: CompilerHost,
  around: Surroundings,
): Promise<ExitCode> {
  return stage(dir, runtimeVersion, host, around, async (project, place, report, signal) => {
    const marker = { staged: project.name, version: project.version, runtimeVersion };
    const staged = await replaceFolder(place, marker, (folder) =>
      stageSdk(folder, project, runtimeVersion, around, progressOn(host), report, signal),
    );
    return staged ? `${project.name}@${project.version}` : null;
  });
}

/** Stages the runtime of one platform. */
export function stageRuntimeCommand(
  dir: string,
  codexPackage: string,
  { runtimeVersion }: StageOptions,
  host: CompilerHost,
  around: Surroundings,
): Promise<ExitCode> {
  return stage(dir, runtimeVersion, host, around, async (project, place, report, signal) => {
    const source = path.resolve(around.cwd, codexPackage);
    const stats = fs.statSync(source, { throwIfNoEntry: false });
    if (stats === undefined) {
      report.error('missing-file', codexPackage, 'No folder and no archive');
      return null;
    }
    if (!areApart(place, source, report)) return null;
    const fromFolder = (root: string): Promise<string | null> =>
      stageFrom(root, place, project, runtimeVersion, around, report);
    if (stats.isDirectory()) return fromFolder(source);
    return withTemporaryFolder(path.dirname(place), async (scratch) => {
      try {
        await progressOn(host).fraction(`unpacking ${codexPackage}`, (show) =>
          unpack(source, scratch, show, signal),
        );
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        report.error('irregular-file', codexPackage, `It cannot be unpacked: ${reason}`);
        return null;
      }
      // npm puts everything into one folder.
      const inner = path.join(scratch, 'package');
      return fromFolder(fs.existsSync(inner) ? inner : scratch);
    });
  });
}

async function stageFrom(
  root: string,
  place: string,
  project: Project,
  runtimeVersion: string,
  around: Surroundings,
  report: Diagnostics,
): Promise<string | null> {
  const layout = readRuntimeLayout(root, report);
  if (layout === null || report.hasErrors) return null;
  if (layout.version !== runtimeVersion) {
    const problem = `It holds ${layout.version}, but ${runtimeVersion} is to be staged`;
    report.error('version-mismatch', root, problem);
    return null;
  }
  const name = runtimePackageName(layout.platform);
  const marker = { staged: name, runtimeVersion };
  const staged = await replaceFolder(place, marker, (folder) =>
    stageRuntime(folder, layout, project, around, report),
  );
  return staged ? `${name}@${runtimeVersion}` : null;
}

/** What both have in common: a tree that may be staged, and a place to do it. */
async function stage(
  dir: string,
  runtimeVersion: string,
  host: CompilerHost,
  around: Surroundings,
  work: (
    project: Project,
    place: string,
    report: Diagnostics,
    signal: AbortSignal,
  ) => Promise<string | null>,
): Promise<ExitCode> {
  const report = new Diagnostics();
  const staged = await interruptible(async (signal) => {
    if (!isExactVersion(runtimeVersion)) {
      const problem = 'Not one exact version, such as 0.169.0';
      report.error('unknown-version', runtimeVersion, problem);
      return null;
    }
    const project = readProject(around.cwd, report);
    const place = project && (await stagingPlace(dir, around, report));
    if (project === null || place === null) return null;
    await checkTree(project, runtimeVersion, host, around, report);
    return report.hasErrors ? null : work(project, place, report, signal);
  });
  host.notice(formatDiagnostics(report.list()));
  if (staged === null || report.hasErrors) return EXIT.failed;
  host.print(`${dir}: ${staged}\n`);
  return EXIT.ok;
}
