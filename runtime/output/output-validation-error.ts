import { issueLines, type SchemaIssue } from '../schema/issues.js';
import type { TurnResult } from '../session/turn-result.js';
import { CodexError } from '../util/codex-error.js';

/** The turn ended well, and its final response does not fit the `outputSchema`. */
export class OutputValidationError extends CodexError {
  override readonly name: string = 'OutputValidationError';
  /** The final response as it came; null if the turn ended without one. */
  readonly text: string | null;
  /** What does not fit, and where. One with an empty path is about the response as a whole. */
  readonly issues: readonly SchemaIssue[];
  /** All else that the turn came to; its `output` is undefined. */
  readonly result: TurnResult<undefined>;

  constructor(
    result: TurnResult<undefined>,
    issues: readonly SchemaIssue[],
    options: ErrorOptions = {},
  ) {
    super(`The final response does not fit the output schema:\n${issueLines(issues, 5)}`, {
      ...options,
      code: 'output_invalid',
    });
    this.text = result.finalResponse;
    this.issues = issues;
    this.result = result;
  }
}
