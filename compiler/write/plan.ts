import type { Report } from '../diagnostics/report.js';
import { HEADER, type OutputFile } from '../render/render.js';
import type { CompilerHost, FileChange } from '../host.js';
import { sortedBy } from '../util/order.js';

export interface PlannedChange extends FileChange {
  readonly action: 'create' | 'update' | 'delete';
  /** What is there now; null if nothing is. */
  readonly before: string | null;
}

/**
 * What has to change in a folder so that it holds exactly these generated files. Files without the
 * generated header belong to someone else: they are neither replaced nor removed.
 */
export function plan(
  folder: string,
  files: readonly OutputFile[],
  host: Pick<CompilerHost, 'listFiles' | 'readText'>,
  report: Report,
): PlannedChange[] {
  const wanted = new Map(files.map((file) => [file.path, file.text]));
  const changes: PlannedChange[] = [];
  for (const path of sortedBy(new Set([...host.listFiles(folder), ...wanted.keys()]), (p) => p)) {
    const before = host.readText(`${folder}/${path}`);
    const text = wanted.get(path) ?? null;
    const ours = before === null || isGenerated(before);
    if (before === text) continue;
    if (!ours && text === null) continue;
    if (!ours) {
      report.error(
        'foreign-file',
        `${folder}/${path}`,
        'A file that was not generated is in the way',
      );
      continue;
    }
    const action = text === null ? 'delete' : before === null ? 'create' : 'update';
    changes.push({ path, text, before, action });
  }
  return changes;
}

/** True if the first line says so. Line ends may have been converted. */
function isGenerated(text: string): boolean {
  return text.split(/\r?\n/, 1)[0] === HEADER;
}
