import { CodexError } from '../util/codex-error.js';

/** The answer to a message that can no longer be delivered. */
export function closedError(cause?: Error): CodexError {
  const options = cause === undefined ? {} : { cause };
  return new CodexError('The connection to the Codex runtime has ended', {
    ...options,
    code: 'transport_closed',
  });
}
