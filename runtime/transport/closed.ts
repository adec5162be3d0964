import { CodexError } from '../util/codex-error.js';

/** The answer to a message that cannot be delivered, or not any more. */
export function closedError(cause?: Error): CodexError {
  const options = cause === undefined ? {} : { cause };
  return new CodexError('The connection to the Codex runtime is not open', {
    ...options,
    code: 'transport_closed',
  });
}
