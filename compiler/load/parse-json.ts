import type { Report } from '../diagnostics/report.js';
import type { Json } from '../util/json.js';
import { reasonOf } from '../util/reason.js';

/** One file of the input. */
export interface SourceDocument {
  /** How diagnostics call the file. */
  readonly path: string;
  readonly text: string;
}

export function parseJson(document: SourceDocument, report: Report): Json | undefined {
  try {
    return JSON.parse(document.text) as Json;
  } catch (error) {
    report.error('invalid-json', document.path, `Not valid JSON: ${reasonOf(error)}`);
    return undefined;
  }
}
