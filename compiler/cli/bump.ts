import path from 'node:path';
import { carryOut } from '../bump/carry-out.js';
import { prepareBump } from '../bump/prepare.js';
import { bumpSummary } from '../bump/summary.js';
import { formatDiagnostics } from '../diagnostics/format.js';
import { Diagnostics } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { cacheFolder } from '../pull/cache-folder.js';
import { readProject } from '../stage/project.js';
import { interruptible } from '../system/interrupt.js';
import { progressOn } from '../system/progress.js';
import type { Surroundings } from '../system/surroundings.js';
import { EXIT, type ExitCode } from './exit.js';

export interface BumpOptions {
  readonly dryRun: boolean;
  readonly keep: boolean;
  readonly cache?: string;
}

/** Brings the repository of the SDK to another runtime, or leaves it as it was. */
export async function bump(
  version: string,
  { dryRun, keep, cache }: BumpOptions,
  host: CompilerHost,
  around: Surroundings,
): Promise<ExitCode> {
  const report = new Diagnostics();
  const summary = await interruptible(async (signal) => {
    if (readProject(around.cwd, report) === null) return null;
    const options = {
      host,
      around,
      cache: path.resolve(around.cwd, cache ?? cacheFolder(around)),
      report,
      progress: progressOn(host),
      signal,
    };
    const prepared = await prepareBump(version, options);
    if (prepared === null || report.hasErrors) return null;
    if (dryRun) return bumpSummary(prepared, null);
    const done = await carryOut(prepared, { ...options, keep });
    if (done !== null) return bumpSummary(prepared, done);
    host.notice(keep ? 'The tree is as the bump made it.\n' : 'The tree is as it was.\n');
    return null;
  });
  host.notice(formatDiagnostics(report.list()));
  if (summary === null || report.hasErrors) return EXIT.failed;
  host.print(summary);
  return EXIT.ok;
}
