import type { CompilerInputs } from '../compile.js';
import type { Report } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { readSchemaFolder } from '../load/schema-folder.js';
import { BUILTIN_OVERLAY } from '../overlay/builtin.js';

/** The inputs of a schema folder; null if it cannot be read, which is reported then. */
export function readInputs(
  folder: string,
  host: Pick<CompilerHost, 'readText'>,
  report: Report,
): CompilerInputs | null {
  const documents = readSchemaFolder(folder, host, report);
  if (documents === null) return null;
  const { surface, stable, overlay, provenance } = documents;
  return {
    surface,
    stable,
    overlays: [BUILTIN_OVERLAY, ...(overlay ? [overlay] : [])],
    provenance,
  };
}
