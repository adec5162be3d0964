import { CodexError } from '../../util/codex-error.js';

/** What is wrong with a transcript or its replay. */
export type TranscriptErrorCode =
  /** The file cannot be read, or is no transcript that this version understands. */
  | 'bad_transcript'
  /** The client sent something that the transcript does not have at that point. */
  | 'deviation'
  /** The transcript waits for a message that the client does not send. */
  | 'stalled'
  /** The replay was ended before the transcript was. */
  | 'unfinished';

/**
 * A transcript cannot be read, or the client does not do what was recorded.
 *
 * ```ts
 * expect(() => transport.assertFinished()).toThrow(TranscriptError);
 * ```
 */
export class TranscriptError extends CodexError {
  override readonly name: string = 'TranscriptError';
  /** What kind of fault it is. */
  declare readonly code: TranscriptErrorCode;

  constructor(
    code: TranscriptErrorCode,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, { code, ...options });
  }
}
