import { CodexError } from '../../util/codex-error.js';

/** What is wrong with a transcript or its replay. */
export type TranscriptErrorCode =
  /** The file cannot be read, or is no transcript that this version understands. */
  | 'bad_transcript'
  /** An option of `record()` or `replay()` has a name or a value that cannot work. */
  | 'bad_options'
  /** The client sent something that the transcript does not have at that point. */
  | 'deviation'
  /**
   * The transcript waits for a message that the client does not send, or the client for one that the
   * transcript does not have.
   */
  | 'stalled'
  /** The replay was ended before the transcript was. */
  | 'unfinished'
  /** A second connection was opened to a replay, which plays once. */
  | 'played_already';

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
