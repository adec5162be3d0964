export {
  createValidator,
  SchemaValidator,
  type ValidatorOptions,
  type Violation,
} from './validator.js';
export type { ViolationIssue } from './issues.js';
