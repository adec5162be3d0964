import type { DiagnosticCode } from '../diagnostics/catalogue.js';
import type { Report } from '../diagnostics/report.js';
import type { Json } from '../util/json.js';
import { reasonOf } from '../util/reason.js';

/** One file of the input. */
export interface SourceDocument {
  /** How diagnostics call the file. */
  readonly path: string;
  readonly text: string;
}

/** Some editors and shells write one. */
const BYTE_ORDER_MARK = /^\uFEFF/;

export function parseJson(
  document: SourceDocument,
  report: Report,
  code: DiagnosticCode = 'invalid-json',
): Json | undefined {
  try {
    return JSON.parse(document.text.replace(BYTE_ORDER_MARK, '')) as Json;
  } catch (error) {
    report.error(code, document.path, `Not valid JSON: ${reasonOf(error)}`);
    return undefined;
  }
}
