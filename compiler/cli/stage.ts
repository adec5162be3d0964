import fs from 'node:fs';
import path from 'node:path';
import { formatDiagnostics } from '../diagnostics/format.js';
import { Diagnostics } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { cacheFolder } from '../pull/cache-folder.js';
import { fetchPackage } from '../pull/fetch-runtime.js';
import { isExactVersion } from '../pull/runtime.js';
import { checkTree } from '../stage/check-tree.js';
import { readProject, type Project } from '../stage/project.js';
import { readRuntimeLayout } from '../stage/runtime-layout.js';
import { stageRuntime, areApart } from '../stage/stage-runtime.js';
import { stageSdk } from '../stage/stage-sdk.js';
import { replaceFolder, stagingPlace } from '../stage/staging-folder.js';
import { withTemporaryFolder } from '../system/folders.js';
import { interruptible } from '../system/interrupt.js';
import { PLATFORMS, runtimePackageName } from '../system/platforms.js';
import { progressOn } from '../system/progress.js';
import type { Surroundings } from '../system/surroundings.js';
import { unpack } from '../system/unpack.js';
import { EXIT, type ExitCode } from './exit.js';

export interface StageOptions {
  readonly runtimeVersion: string;
}

export interface StageAllOptions extends StageOptions {
  readonly cache?: string;
}

/** Stages the SDK, pinned to the runtime packages of one version. */
export function stageSdkCommand(
  dir: string,
  { runtimeVersion }: StageOptions,
  host: CompilerHost,
  around: Surroundings,
): Promise<ExitCode> {
  return onCheckedTree(runtimeVersion, host, around, (job) => sdkInto(dir, job));
}

/** Stages the runtime of one platform. */
export function stageRuntimeCommand(
  dir: string,
  codexPackage: string,
  { runtimeVersion }: StageOptions,
  host: CompilerHost,
  around: Surroundings,
): Promise<ExitCode> {
  return onCheckedTree(runtimeVersion, host, around, (job) => runtimeInto(dir, codexPackage, job));
}

/** Stages all that a release consists of, each package in a folder of its name. */
export function stageAllCommand(
  dir: string,
  { runtimeVersion, cache }: StageAllOptions,
  host: CompilerHost,
  around: Surroundings,
): Promise<ExitCode> {
  return onCheckedTree(runtimeVersion, host, around, async (job) => {
    const { project, report, signal } = job;
    const fetching = {
      cache: path.resolve(around.cwd, cache ?? cacheFolder(around)),
      around,
      report,
      progress: progressOn(host),
      signal,
    };
    // A release is all of them, so that nothing is staged before all are there.
    const packages = new Map<string, string>();
    for (const platform of PLATFORMS) {
      const root = await fetchPackage(runtimeVersion, platform, fetching);
      if (root === null) return false;
      packages.set(runtimePackageName(platform), root);
    }
    for (const [name, root] of packages)
      if (!(await runtimeInto(path.join(dir, name), root, job))) return false;
    return sdkInto(path.join(dir, project.name), job);
  });
}

/** What is staged, and how: a tree that was found to be in order. */
interface Job {
  readonly project: Project;
  readonly runtimeVersion: string;
  readonly host: CompilerHost;
  readonly around: Surroundings;
  readonly report: Diagnostics;
  readonly signal: AbortSignal;
}

async function onCheckedTree(
  runtimeVersion: string,
  host: CompilerHost,
  around: Surroundings,
  work: (job: Job) => Promise<boolean>,
): Promise<ExitCode> {
  const report = new Diagnostics();
  const isStaged = await interruptible(async (signal) => {
    if (!isExactVersion(runtimeVersion)) {
      const problem = 'Not one exact version, such as 0.169.0';
      report.error('unknown-version', runtimeVersion, problem);
      return false;
    }
    const project = readProject(around.cwd, report);
    if (project === null) return false;
    await checkTree(project, runtimeVersion, host, around, report);
    if (report.hasErrors) return false;
    return work({ project, runtimeVersion, host, around, report, signal });
  });
  host.notice(formatDiagnostics(report.list()));
  return isStaged && !report.hasErrors ? EXIT.ok : EXIT.failed;
}

async function sdkInto(dir: string, job: Job): Promise<boolean> {
  const { project, runtimeVersion, host, around, report, signal } = job;
  const place = await stagingPlace(dir, around, report);
  if (place === null) return false;
  const marker = { staged: project.name, version: project.version, runtimeVersion };
  const isStaged = await replaceFolder(place, marker, (folder) =>
    stageSdk(folder, project, runtimeVersion, around, progressOn(host), report, signal),
  );
  if (isStaged) host.print(`${dir}: ${project.name}@${project.version}\n`);
  return isStaged;
}

async function runtimeInto(dir: string, codexPackage: string, job: Job): Promise<boolean> {
  const { host, around, report, signal } = job;
  const place = await stagingPlace(dir, around, report);
  if (place === null) return false;
  const source = path.resolve(around.cwd, codexPackage);
  const stats = fs.statSync(source, { throwIfNoEntry: false });
  if (stats === undefined) {
    report.error('missing-file', codexPackage, 'No folder and no archive');
    return false;
  }
  if (!areApart(place, source, report)) return false;
  if (stats.isDirectory()) return runtimeFrom(source, dir, place, job);
  return withTemporaryFolder(path.dirname(place), async (scratch) => {
    try {
      await progressOn(host).fraction(`unpacking ${codexPackage}`, (show) =>
        unpack(source, scratch, show, signal),
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      report.error('irregular-file', codexPackage, `It cannot be unpacked: ${reason}`);
      return false;
    }
    // npm puts everything into one folder.
    const inner = path.join(scratch, 'package');
    return runtimeFrom(fs.existsSync(inner) ? inner : scratch, dir, place, job);
  });
}

/** @param root the unpacked package */
async function runtimeFrom(root: string, dir: string, place: string, job: Job): Promise<boolean> {
  const { project, runtimeVersion, host, around, report } = job;
  const layout = readRuntimeLayout(root, report);
  if (layout === null || report.hasErrors) return false;
  if (layout.version !== runtimeVersion) {
    const problem = `It holds ${layout.version}, but ${runtimeVersion} is to be staged`;
    report.error('version-mismatch', root, problem);
    return false;
  }
  const name = runtimePackageName(layout.platform);
  const isStaged = await replaceFolder(place, { staged: name, runtimeVersion }, (folder) =>
    stageRuntime(folder, layout, project, around, report),
  );
  if (isStaged) host.print(`${dir}: ${name}@${runtimeVersion}\n`);
  return isStaged;
}
