import type { Diagnostic } from './diagnostic.js';

/** Diagnostics for a person: what, where, what to do. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(
      ({ severity, code, message, pointer, hint }) =>
        `${severity} ${code}: ${message}\n  at ${pointer}\n  ${hint}\n`,
    )
    .join('');
}
