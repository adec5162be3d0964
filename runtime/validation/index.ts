export {
  createValidator,
  SchemaValidator,
  type ValidatorOptions,
  type Violation,
  type ViolationIssue,
} from './validator.js';
