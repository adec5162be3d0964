import type { Report } from '../diagnostics/report.js';
import type { Definitions } from '../normalise/normalise.js';

/** What reading a type needs beside its schema. */
export interface TypeContext {
  readonly definitions: Definitions;
  readonly report: Report;
}
