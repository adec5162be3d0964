import type { DiagnosticCode } from './catalogue.js';

export type Severity = 'error' | 'warning';

/** One thing that is wrong with the input: data, so that it can be collected, sorted and tested. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** The place: a file, a JSON pointer into it, or both (`path#/definitions/X`). */
  readonly pointer: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
