import { byCodeUnit } from '../util/order.js';
import { CATALOGUE, type DiagnosticCode } from './catalogue.js';
import type { Diagnostic, Severity } from './diagnostic.js';

/** How a phase says what it found. It never stops the phase. */
export interface Report {
  error(code: DiagnosticCode, pointer: string, message: string): void;
  warning(code: DiagnosticCode, pointer: string, message: string): void;
}

/** Collects what the phases report. */
export class Diagnostics implements Report {
  /** Several steps may find the same thing: it is said once. */
  readonly #found = new Map<string, Diagnostic>();

  error(code: DiagnosticCode, pointer: string, message: string): void {
    this.#add('error', code, pointer, message);
  }

  warning(code: DiagnosticCode, pointer: string, message: string): void {
    this.#add('warning', code, pointer, message);
  }

  get hasErrors(): boolean {
    return [...this.#found.values()].some((diagnostic) => diagnostic.severity === 'error');
  }

  /** Everything found: errors first, then by place. */
  list(): Diagnostic[] {
    return [...this.#found.values()].sort(
      (a, b) =>
        byCodeUnit(a.severity, b.severity) ||
        byCodeUnit(a.pointer, b.pointer) ||
        byCodeUnit(a.code, b.code) ||
        byCodeUnit(a.message, b.message),
    );
  }

  #add(severity: Severity, code: DiagnosticCode, pointer: string, message: string): void {
    const found: Diagnostic = { code, severity, pointer, message, hint: CATALOGUE[code] };
    this.#found.set(JSON.stringify(found), found);
  }
}
