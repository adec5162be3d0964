import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { SchemaIssue } from './issues.js';

/** What a value came to that was held against a schema. */
export type Checked<Value> =
  { readonly value: Value } | { readonly issues: readonly SchemaIssue[] };

/** What a Standard Schema said, as plain data: in some libraries it is an object of a class. */
export function verdict<Value>(said: StandardSchemaV1.Result<Value>): Checked<Value> {
  if (!said.issues) return { value: said.value };
  return {
    issues: said.issues.map(({ message, path = [] }) => ({
      message,
      // What arktype gives is an array of its own kind.
      path: Array.from(path, (step) => (typeof step === 'object' ? step.key : step)),
    })),
  };
}
