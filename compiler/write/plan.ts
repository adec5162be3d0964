import type { Report } from '../diagnostics/report.js';
import { HEADER, type OutputFile } from '../render/render.js';
import type { CompilerHost, FileChange } from '../host.js';
import { reasonOf } from '../util/reason.js';
import { sortedBy } from '../util/order.js';

export interface PlannedChange extends FileChange {
  readonly action: 'create' | 'update' | 'delete';
  /** What is there now; null if nothing is. */
  readonly before: string | null;
}

/**
 * What has to change in a folder so that it holds exactly these generated files. Files without the
 * generated header belong to someone else: they are neither replaced nor removed. Nor are those in
 * folders that no file is generated into: another client may have been generated there.
 */
export function plan(
  folder: string,
  files: readonly OutputFile[],
  host: Pick<CompilerHost, 'listFiles' | 'readText'>,
  report: Report,
): PlannedChange[] {
  const wanted = new Map(files.map((file) => [file.path, file.text]));
  const folders = new Set([...wanted.keys()].map(folderOf));
  const existing = existingFiles(folder, host, report).filter((file) =>
    folders.has(folderOf(file)),
  );
  const changes: PlannedChange[] = [];
  for (const path of sortedBy(new Set([...existing, ...wanted.keys()]), (file) => file)) {
    const place = `${folder}/${path}`;
    const before = readExisting(place, host, report);
    const text = wanted.get(path) ?? null;
    if (before === undefined || isSame(before, text)) continue;
    if (before === null || isGenerated(before)) {
      const action = text === null ? 'delete' : before === null ? 'create' : 'update';
      changes.push({ path, text, before, action });
    } else if (text !== null || isFolderOf(path, wanted.keys())) {
      report.error('foreign-file', place, 'A file that was not generated is in the way');
    }
  }
  return changes;
}

function existingFiles(
  folder: string,
  host: Pick<CompilerHost, 'listFiles'>,
  report: Report,
): string[] {
  try {
    return host.listFiles(folder);
  } catch (error) {
    report.error('unreadable-file', folder, reasonOf(error));
    return [];
  }
}

/** The text of a file; null if there is none, undefined if it cannot be told, which is reported. */
function readExisting(
  place: string,
  host: Pick<CompilerHost, 'readText'>,
  report: Report,
): string | null | undefined {
  try {
    return host.readText(place);
  } catch (error) {
    const folder = (error as { readonly code?: unknown }).code === 'EISDIR';
    if (folder) report.error('foreign-file', place, 'A folder is in the way');
    else report.error('unreadable-file', place, reasonOf(error));
    return undefined;
  }
}

function isFolderOf(path: string, files: Iterable<string>): boolean {
  return [...files].some((file) => file.startsWith(`${path}/`));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Version control may have converted the line ends of what is there. */
function isSame(before: string | null, text: string | null): boolean {
  return before?.replaceAll('\r\n', '\n') === text?.replaceAll('\r\n', '\n');
}

/** True if the first line says so. Line ends may have been converted. */
function isGenerated(text: string): boolean {
  return text.split(/\r?\n/, 1)[0] === HEADER;
}
