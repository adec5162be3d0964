import type {
  AccountLoginCompletedNotification,
  CancelLoginAccountResponse,
} from '../../generated/types.js';
import { checkCallOptions } from '../options/known-keys.js';
import { type CallOptions, checkTimeout } from '../rpc/call.js';
import { AbortError, RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import type { Session } from '../session/session.js';
import { called } from '../util/call-site.js';
import { waitFor } from '../util/wait.js';
import { LoginFailedError } from './login-failed-error.js';

const completedMethod = 'account/login/completed';

/** A login that the user completes elsewhere. A newer one replaces it. */
abstract class LoginHandle {
  /** Id of the login, as its completion names it. */
  readonly loginId: string;
  readonly #session: Session;
  readonly #completion: Promise<AccountLoginCompletedNotification>;

  constructor(
    session: Session,
    loginId: string,
    completion: Promise<AccountLoginCompletedNotification>,
  ) {
    this.loginId = loginId;
    this.#session = session;
    this.#completion = completion;
  }

  /**
   * Waits until the user has logged in, any number of times. `timeoutMs` is in milliseconds, with
   * none by default; giving up the wait does not cancel the login.
   *
   * @throws LoginFailedError if the login was refused, cancelled, replaced or ran out of time.
   * @throws AbortError, RequestTimeoutError if the wait was given up.
   * @throws TransportClosedError if the connection ended.
   */
  wait(options: CallOptions = {}): Promise<AccountLoginCompletedNotification> {
    return called(async () => {
      checkCallOptions(completedMethod, options);
      if (options.timeoutMs !== undefined) checkTimeout(completedMethod, options.timeoutMs);
      const completed = await waitFor(this.#completion, options, {
        aborted: (reason) => new AbortError('The wait for the login was aborted', reason),
        timedOut: (ms) =>
          new RequestTimeoutError(completedMethod, ms, `Nobody logged in within ${ms} ms`),
      });
      if (completed.success) return completed;
      throw new LoginFailedError(completed.error ?? 'The login failed', this.loginId);
    });
  }

  /** Gives the login up; `wait()` then rejects. The status tells whether there was one to cancel. */
  async cancel(options?: CallOptions): Promise<CancelLoginAccountResponse> {
    checkCallOptions('account/login/cancel', options);
    const params = { loginId: this.loginId };
    const response = await this.#session.request('account/login/cancel', params, options);
    return response as CancelLoginAccountResponse;
  }
}

/**
 * A ChatGPT login in the browser. Open `authUrl` for the user, then `wait()`.
 *
 * @example
 * const login = await codex.loginChatgpt();
 * console.log(`Log in at ${login.authUrl}`);
 * await login.wait({ timeoutMs: 5 * 60_000 });
 */
export class ChatgptLoginHandle extends LoginHandle {
  /** Where the user logs in. */
  readonly authUrl: string;

  /** @internal Use `codex.loginChatgpt()`. */
  constructor(
    session: Session,
    answer: { readonly loginId: string; readonly authUrl: string },
    completion: Promise<AccountLoginCompletedNotification>,
  ) {
    super(session, answer.loginId, completion);
    this.authUrl = answer.authUrl;
  }
}

/**
 * A ChatGPT login on another device. Show `userCode` and `verificationUrl`, then `wait()`.
 *
 * @example
 * const login = await codex.loginChatgptDeviceCode();
 * console.log(`Enter ${login.userCode} at ${login.verificationUrl}`);
 * await login.wait();
 */
export class DeviceCodeLoginHandle extends LoginHandle {
  /** Where the user enters the code. */
  readonly verificationUrl: string;
  /** The code that the user enters there, once. */
  readonly userCode: string;

  /** @internal Use `codex.loginChatgptDeviceCode()`. */
  constructor(
    session: Session,
    answer: {
      readonly loginId: string;
      readonly verificationUrl: string;
      readonly userCode: string;
    },
    completion: Promise<AccountLoginCompletedNotification>,
  ) {
    super(session, answer.loginId, completion);
    this.verificationUrl = answer.verificationUrl;
    this.userCode = answer.userCode;
  }
}
