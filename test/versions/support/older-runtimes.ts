import { Diagnostics } from '../../../compiler/diagnostics/report.js';
import { formatDiagnostics } from '../../../compiler/diagnostics/format.js';
import { cacheFolder } from '../../../compiler/pull/cache-folder.js';
import { fetchRuntime } from '../../../compiler/pull/fetch-runtime.js';
import type { Runtime } from '../../../compiler/pull/runtime.js';
import { progressOn } from '../../../compiler/system/progress.js';
import { surroundings } from '../../../compiler/system/surroundings.js';

/** Two releases whose schemas are kept, so that what they say can be compared with what they said. */
export const OLDER = ['0.130.0', '0.148.0'] as const;

/** A published runtime, from the cache of the user or else the registry. */
export async function olderRuntime(version: string): Promise<Runtime> {
  const report = new Diagnostics();
  const around = surroundings();
  const progress = progressOn({ interactive: false, notice: () => {} });
  const runtime = await fetchRuntime(version, {
    cache: cacheFolder(around),
    around,
    report,
    progress,
  });
  if (runtime === null) throw new Error(formatDiagnostics(report.list()));
  return runtime;
}
