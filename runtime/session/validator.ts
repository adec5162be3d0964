import { CodexError } from '../util/codex-error.js';

/** A message that does not fit the schema, and where. */
export interface SchemaViolation {
  /** Which part of a conversation it is. */
  readonly kind: 'params' | 'result';
  /** Wire name of the request, notification or server request. */
  readonly method: string;
  /** What does not fit, each with the JSON pointer of its place. */
  readonly issues: readonly { readonly pointer: string; readonly message: string }[];
}

/** Checks messages; `codex-app-server-sdk/validation` makes one. */
export interface Validator {
  /** `'strict'` rejects calls; both report. */
  readonly mode: 'warn' | 'strict';
  /** Gets what does not fit. Default: a warning of the client. */
  readonly onViolation?: ((violation: SchemaViolation) => void) | undefined;
  /** What is wrong with the params of a method, in either direction; undefined for nothing. */
  checkParams(method: string, params: unknown): SchemaViolation | undefined;
  /** What is wrong with the result of a method, in either direction; undefined for nothing. */
  checkResult(method: string, result: unknown): SchemaViolation | undefined;
}

/** With strict validation: the server's result does not fit the schema. */
export class SchemaViolationError extends CodexError {
  override readonly name: string = 'SchemaViolationError';
  /** What does not fit. */
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
