/** What stands in a transcript where a secret stood. */
export const REDACTED = '[redacted]';

/** What stands where a mail address stood. */
export const REDACTED_ADDRESS = 'redacted@example.com';

const redacted = /\[redacted\]|redacted@example\.com/;

/** The pieces of a text between what was redacted; undefined if nothing was. */
export function piecesAround(text: string): readonly string[] | undefined {
  const pieces = text.split(redacted);
  return pieces.length > 1 ? pieces : undefined;
}
