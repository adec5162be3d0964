/**
 * Checks of everything that client and runtime say to each other, against the schema.
 *
 * @module
 * @example
 * import { Codex } from 'codex-app-server-sdk';
 * import { createValidator } from 'codex-app-server-sdk/validation';
 *
 * const codex = new Codex({ validate: createValidator({ mode: 'strict' }) });
 */
export {
  createValidator,
  SchemaValidator,
  type ValidatorOptions,
  type Violation,
} from './validator.js';
export type { ViolationIssue } from './issues.js';
