import { CodexError } from '../../util/codex-error.js';

/** What {@link MessageTooLargeError} knows about the message. */
export interface MessageTooLargeDetails {
  /** Whether the runtime sent the message or this client was about to. */
  readonly direction: 'inbound' | 'outbound';
  /** The longest message that is allowed, in bytes. */
  readonly limit: number;
  /** Bytes seen of the message, or `null` where the transport reports only that it was too much. */
  readonly size: number | null;
}

/**
 * A message is longer than `maxMessageBytes`. Inbound it ends the connection, since what follows
 * cannot be understood without it; outbound it rejects that one call and nothing is sent.
 */
export class MessageTooLargeError extends CodexError {
  override readonly name: string = 'MessageTooLargeError';
  /** Whether the runtime sent the message or this client was about to. */
  readonly direction: 'inbound' | 'outbound';
  /** The longest message that is allowed, in bytes. */
  readonly limit: number;
  /**
   * Bytes seen of the message, or `null` where the transport reports only that it was too much. An
   * inbound message is not read to its end, so it may be longer.
   */
  readonly size: number | null;

  constructor(details: MessageTooLargeDetails, options: ErrorOptions = {}) {
    const { direction, limit, size } = details;
    const what = direction === 'inbound' ? 'A message from the runtime' : 'The message to send';
    const seen =
      size === null ? '' : ` (${size} bytes ${direction === 'inbound' ? 'so far' : 'long'})`;
    super(`${what} is longer than the limit of ${limit} bytes${seen}; raise maxMessageBytes`, {
      ...options,
      code: 'message_too_large',
    });
    this.direction = direction;
    this.limit = limit;
    this.size = size;
  }
}
