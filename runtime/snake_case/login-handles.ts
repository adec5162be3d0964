import type {
  AccountLoginCompletedNotification,
  CancelLoginAccountResponse,
} from '../../generated/snake_case/types.js';
import type {
  ChatgptLoginHandle as RootChatgptLoginHandle,
  DeviceCodeLoginHandle as RootDeviceCodeLoginHandle,
} from '../index.js';
import { type CallOptions, rootCallOptions } from './call-options.js';
import { spoken } from './errors.js';
import { respelled, respelledResult } from './protocol-data.js';

/** A login that the user completes elsewhere. A newer one replaces it. */
abstract class LoginHandle {
  /** Id of the login, as its completion names it. */
  readonly login_id: string;
  readonly #root: RootChatgptLoginHandle | RootDeviceCodeLoginHandle;

  constructor(root: RootChatgptLoginHandle | RootDeviceCodeLoginHandle) {
    this.login_id = root.loginId;
    this.#root = root;
  }

  /**
   * Waits until the user has logged in, any number of times. `timeout_ms` is in milliseconds, with
   * none by default; giving up the wait does not cancel the login.
   *
   * @throws LoginFailedError if the login was refused, cancelled, replaced or ran out of time.
   * @throws AbortError, RequestTimeoutError if the wait was given up.
   * @throws TransportClosedError if the connection ended.
   */
  wait(options: CallOptions = {}): Promise<AccountLoginCompletedNotification> {
    return spoken(async () => {
      const call = rootCallOptions('account/login/start', options);
      return respelled('AccountLoginCompletedNotification', await this.#root.wait(call));
    });
  }

  /** Gives the login up; `wait()` then rejects. The status tells whether there was one to cancel. */
  cancel(options?: CallOptions): Promise<CancelLoginAccountResponse> {
    return spoken(async () => {
      const call = rootCallOptions('account/login/cancel', options);
      return respelledResult('account/login/cancel', await this.#root.cancel(call));
    });
  }
}

/**
 * A ChatGPT login in the browser. Open `auth_url` for the user, then `wait()`.
 *
 * @example
 * const login = await codex.login_chatgpt();
 * console.log(`Log in at ${login.auth_url}`);
 * await login.wait({ timeout_ms: 5 * 60_000 });
 */
export class ChatgptLoginHandle extends LoginHandle {
  /** Where the user logs in. */
  readonly auth_url: string;

  /** @internal Use `codex.login_chatgpt()`. */
  constructor(root: RootChatgptLoginHandle) {
    super(root);
    this.auth_url = root.authUrl;
  }
}

/**
 * A ChatGPT login on another device. Show `user_code` and `verification_url`, then `wait()`.
 *
 * @example
 * const login = await codex.login_chatgpt_device_code();
 * console.log(`Enter ${login.user_code} at ${login.verification_url}`);
 * await login.wait();
 */
export class DeviceCodeLoginHandle extends LoginHandle {
  /** Where the user enters the code. */
  readonly verification_url: string;
  /** The code that the user enters there, once. */
  readonly user_code: string;

  /** @internal Use `codex.login_chatgpt_device_code()`. */
  constructor(root: RootDeviceCodeLoginHandle) {
    super(root);
    this.verification_url = root.verificationUrl;
    this.user_code = root.userCode;
  }
}
