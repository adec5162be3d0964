import { MessageTooLargeError } from '../rpc/errors/message-too-large-error.js';

/** The longest message in either direction when nothing else is said: 256 MiB. */
export const DEFAULT_MAX_MESSAGE_BYTES: number = 256 * 1024 * 1024;

/** Why a message is too long to be sent, if it is. */
export function outboundProblem(text: string, limit: number): MessageTooLargeError | undefined {
  // A UTF-16 code unit takes one to three bytes, so most messages need no counting.
  if (text.length * 3 <= limit) return undefined;
  const size = Buffer.byteLength(text);
  if (size <= limit) return undefined;
  return new MessageTooLargeError({ direction: 'outbound', limit, size });
}
