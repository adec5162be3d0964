import type { Report } from '../diagnostics/report.js';
import { isJsonObject } from '../util/json.js';
import { parseJson, type SourceDocument } from './parse-json.js';

/** The version of the runtime that a dump came from; null if nothing tells. */
export function readProvenance(document: SourceDocument | null, report: Report): string | null {
  if (document === null) return null;
  const json = parseJson(document, report);
  if (json === undefined) return null;
  const version = isJsonObject(json) ? json['runtimeVersion'] : undefined;
  if (typeof version === 'string') return version;
  report.error('invalid-provenance', document.path, 'No `runtimeVersion` in it');
  return null;
}
