import path from 'node:path';
import { formatDiagnostics } from '../diagnostics/format.js';
import { Diagnostics } from '../diagnostics/report.js';
import { compare, type Difference } from '../diff/compare.js';
import { formatJson } from '../diff/format/json.js';
import { formatMarkdown } from '../diff/format/markdown.js';
import { formatText } from '../diff/format/text.js';
import { readSide } from '../diff/read-side.js';
import type { CompilerHost } from '../host.js';
import { cacheFolder } from '../pull/cache-folder.js';
import { interruptible } from '../system/interrupt.js';
import { progressOn } from '../system/progress.js';
import type { Surroundings } from '../system/surroundings.js';
import { EXIT, type ExitCode } from './exit.js';

export interface DiffOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly failOn?: 'breaking';
  readonly cache?: string;
}

/** Tells what changed between two schemas, for those who call the protocol. */
export async function diff(
  from: string,
  to: string,
  options: DiffOptions,
  host: CompilerHost,
  around: Surroundings,
): Promise<ExitCode> {
  const report = new Diagnostics();
  const difference = await interruptible(async (signal): Promise<Difference | null> => {
    const cache = path.resolve(around.cwd, options.cache ?? cacheFolder(around));
    const fetching = { around, cache, report, progress: progressOn(host), signal };
    const before = await readSide(from, host, fetching);
    const after = before && (await readSide(to, host, fetching));
    return before && after && compare(before, after);
  });
  host.notice(formatDiagnostics(report.list()));
  if (difference === null || report.hasErrors) return EXIT.failed;
  host.print(write(difference, options.format));
  const breaks = difference.changes.some((change) => change.impact === 'breaking');
  return breaks && options.failOn === 'breaking' ? EXIT.drift : EXIT.ok;
}

function write(difference: Difference, format: DiffOptions['format']): string {
  if (format === 'json') return formatJson(difference);
  return format === 'markdown' ? formatMarkdown(difference) : formatText(difference);
}
