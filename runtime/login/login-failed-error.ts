import { CodexError } from '../util/codex-error.js';

/** A login ended without success: refused, cancelled, replaced by a newer one, or out of time. */
export class LoginFailedError extends CodexError {
  override readonly name: string = 'LoginFailedError';
  /** Id of the login; null for one that has none. */
  readonly loginId: string | null;

  constructor(message: string, loginId: string | null, options: ErrorOptions = {}) {
    super(message, { ...options, code: 'login_failed' });
    this.loginId = loginId;
  }
}
