import type { Report } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { reasonOf } from '../util/reason.js';
import type { SourceDocument } from './parse-json.js';

/** The bundle that holds everything; the one for `v2` lacks the server's requests. */
export const BUNDLE = 'codex_app_server_protocol.schemas.json';

/** The documents of a schema folder. */
export interface SchemaFolder {
  readonly surface: SourceDocument;
  readonly stable: SourceDocument | null;
  readonly overlay: SourceDocument | null;
  readonly provenance: SourceDocument | null;
}

/** Reads a folder with `stable/` and `experimental/`, with one of them, or that is one dump itself. */
export function readSchemaFolder(
  folder: string,
  host: Pick<CompilerHost, 'readText'>,
  report: Report,
): SchemaFolder | null {
  const read = (file: string): SourceDocument | null => {
    const path = `${folder}/${file}`;
    try {
      const text = host.readText(path);
      return text === null ? null : { path, text };
    } catch (error) {
      report.error('unreadable-file', path, reasonOf(error));
      return null;
    }
  };
  const experimental = read(`experimental/${BUNDLE}`);
  const stable = read(`stable/${BUNDLE}`);
  const surface = experimental ?? stable ?? read(BUNDLE);
  if (surface === null) {
    report.error('missing-file', folder, `No \`${BUNDLE}\` in it, in experimental/ or in stable/`);
    return null;
  }
  return {
    surface,
    stable: experimental === null ? null : stable,
    overlay: read('overlay.json'),
    provenance: read('provenance.json'),
  };
}
