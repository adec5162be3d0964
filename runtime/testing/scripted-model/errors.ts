import { CodexError } from '../../util/codex-error.js';

/** Why a script could not be played. */
export type ScriptErrorCode =
  /** The runtime asked for more replies than were scripted. */
  | 'script_exhausted'
  /** A function, promise or iterable of the script threw or rejected. */
  | 'script_failed'
  /** A reply asks for what cannot be said, such as an HTTP status after text has been sent. */
  | 'script_invalid'
  /** A reply uses a tool that the runtime did not offer. */
  | 'tool_not_offered'
  /** The runtime sent something that is no request for a response. */
  | 'bad_request'
  /** No request came in time, or none can come any more. */
  | 'no_request';

/**
 * A fault of the script, or of a runtime that asked for something the script does not hold. Those met
 * while a request was answered stand in `ScriptedModel.errors`; the turn that asked fails with the
 * same message.
 *
 * ```ts
 * expect(model.errors).toEqual([]);
 * ```
 */
export class ScriptError extends CodexError {
  override readonly name: string = 'ScriptError';
  /** What kind of fault it is. */
  declare readonly code: ScriptErrorCode;

  constructor(code: ScriptErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { code, ...options });
  }
}

/** A `ScriptError` for whatever the script threw. */
export function asScriptError(thrown: unknown): ScriptError {
  if (thrown instanceof ScriptError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new ScriptError('script_failed', `the script failed: ${reason}`, { cause: thrown });
}
