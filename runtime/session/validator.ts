import { CodexError } from '../util/codex-error.js';

/** A message that does not fit the schema, and where. */
export interface SchemaViolation {
  readonly kind: 'params' | 'result';
  readonly method: string;
  readonly issues: readonly { readonly pointer: string; readonly message: string }[];
}

/** Checks messages; `codex-app-server-sdk/validation` makes one. */
export interface Validator {
  /** `'strict'` rejects calls; both report. */
  readonly mode: 'warn' | 'strict';
  readonly onViolation?: ((violation: SchemaViolation) => void) | undefined;
  checkParams(method: string, params: unknown): SchemaViolation | undefined;
  checkResult(method: string, result: unknown): SchemaViolation | undefined;
}

/** With strict validation: the server's result does not fit the schema. */
export class SchemaViolationError extends CodexError {
  override readonly name: string = 'SchemaViolationError';
  readonly violation: SchemaViolation;

  constructor(violation: SchemaViolation) {
    super(describeViolation(violation), { code: 'schema_violation' });
    this.violation = violation;
  }
}

export function describeViolation({ kind, method, issues }: SchemaViolation): string {
  const list = issues.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ');
  const verb = kind === 'params' ? 'do' : 'does';
  return `The ${kind} of ${method} ${verb} not fit the schema: ${list}`;
}
