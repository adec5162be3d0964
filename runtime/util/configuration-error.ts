import { CodexError } from './codex-error.js';

/** An option has a value that cannot work. Thrown before anything is started or sent. */
export class ConfigurationError extends CodexError {
  override readonly name: string = 'ConfigurationError';

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: 'invalid_configuration' });
  }
}
