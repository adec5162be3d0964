import path from 'node:path';
import { formatDiagnostics } from '../diagnostics/format.js';
import { Diagnostics } from '../diagnostics/report.js';
import type { CompilerHost, FileChange } from '../host.js';
import { cacheFolder } from '../pull/cache-folder.js';
import { chooseRuntime, type RuntimeChoice } from '../pull/choose-runtime.js';
import { dumpSchema } from '../pull/dump.js';
import { schemaFiles } from '../pull/provenance.js';
import type { Dump } from '../pull/runtime.js';
import { interruptible } from '../system/interrupt.js';
import { progressOn } from '../system/progress.js';
import type { Surroundings } from '../system/surroundings.js';
import { reasonOf } from '../util/reason.js';
import { EXIT, type ExitCode } from './exit.js';

export interface PullOptions extends RuntimeChoice {
  readonly out: string;
  readonly cache?: string;
}

/** Dumps both bundles of a runtime into a schema folder. */
export async function pull(
  options: PullOptions,
  host: CompilerHost,
  around: Surroundings,
): Promise<ExitCode> {
  const report = new Diagnostics();
  const dump = await interruptible(async (signal) => {
    const cache = path.resolve(around.cwd, options.cache ?? cacheFolder(around));
    const progress = progressOn(host);
    const runtime = await chooseRuntime(options, { around, cache, report, progress, signal });
    return runtime && dumpSchema(runtime, around, report, signal);
  });
  if (dump !== null) writeDump(dump, options.out, host, around, report);
  host.notice(formatDiagnostics(report.list()));
  return report.hasErrors ? EXIT.failed : EXIT.ok;
}

function writeDump(
  dump: Dump,
  out: string,
  host: CompilerHost,
  around: Surroundings,
  report: Diagnostics,
): void {
  const folder = path.resolve(around.cwd, out);
  const changes: FileChange[] = [];
  for (const [file, text] of schemaFiles(dump)) {
    try {
      const before = host.readText(path.join(folder, file));
      if (before !== text) changes.push({ path: file, text });
    } catch (error) {
      report.error('unreadable-file', `${out}/${file}`, reasonOf(error));
    }
  }
  if (report.hasErrors) return;
  try {
    host.checkWritable(folder);
    host.apply(folder, changes);
  } catch (error) {
    report.error('unwritable-output', out, reasonOf(error));
    return;
  }
  const changed = changes.map(
    (change) => `${change.text === null ? 'delete' : 'write'} ${out}/${change.path}\n`,
  );
  host.print(`${changed.join('')}${out}: runtime ${dump.runtimeVersion} from ${dump.source}\n`);
}
