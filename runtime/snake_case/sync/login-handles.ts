import type {
  AccountLoginCompletedNotification,
  CancelLoginAccountResponse,
} from '../../../generated/snake_case/types.js';
import type { TwinOf } from '../../sync/bridge/members.js';
import type { RemoteOf } from '../../sync/bridge/remote.js';
import type { snakeMembers } from './snake-members.js';
import type { CallOptions } from './options.js';

type ChatgptMembers = (typeof snakeMembers)['ChatgptLoginHandle'];
type DeviceCodeMembers = (typeof snakeMembers)['DeviceCodeLoginHandle'];
type CommonMembers = Pick<ChatgptMembers, keyof ChatgptMembers & keyof DeviceCodeMembers>;

/** A login that the user completes elsewhere. A newer one replaces it. */
abstract class LoginHandle implements TwinOf<CommonMembers> {
  /** Id of the login, as its completion names it. */
  readonly login_id: string;
  readonly #remote: RemoteOf<CommonMembers, LoginHandle>;

  constructor(
    remote:
      | RemoteOf<ChatgptMembers, ChatgptLoginHandle>
      | RemoteOf<DeviceCodeMembers, DeviceCodeLoginHandle>,
  ) {
    this.#remote = remote as unknown as RemoteOf<CommonMembers, LoginHandle>;
    this.login_id = this.#remote.field('login_id');
  }

  /**
   * Waits until the user has logged in, any number of times. `timeout_ms` is in milliseconds, with
   * none by default; giving up the wait does not cancel the login.
   *
   * @throws LoginFailedError if the login was refused, cancelled, replaced or ran out of time.
   * @throws RequestTimeoutError if the wait was given up.
   * @throws TransportClosedError if the connection ended.
   */
  wait(options?: CallOptions): AccountLoginCompletedNotification {
    return this.#remote.call('wait', options);
  }

  /** Gives the login up; `wait()` then throws. The status tells whether there was one to cancel. */
  cancel(options?: CallOptions): CancelLoginAccountResponse {
    return this.#remote.call('cancel', options);
  }
}

/**
 * A ChatGPT login in the browser. Open `auth_url` for the user, then `wait()`.
 *
 * @example
 * const login = codex.login_chatgpt();
 * console.log(`Log in at ${login.auth_url}`);
 * login.wait({ timeout_ms: 5 * 60_000 });
 */
export class ChatgptLoginHandle extends LoginHandle implements TwinOf<ChatgptMembers> {
  /** Where the user logs in. */
  readonly auth_url: string;

  /** @internal Use `codex.login_chatgpt()`. */
  constructor(remote: RemoteOf<ChatgptMembers, ChatgptLoginHandle>) {
    super(remote);
    this.auth_url = remote.field('auth_url');
  }
}

/**
 * A ChatGPT login on another device. Show `user_code` and `verification_url`, then `wait()`.
 *
 * @example
 * const login = codex.login_chatgpt_device_code();
 * console.log(`Enter ${login.user_code} at ${login.verification_url}`);
 * login.wait();
 */
export class DeviceCodeLoginHandle extends LoginHandle implements TwinOf<DeviceCodeMembers> {
  /** Where the user enters the code. */
  readonly verification_url: string;
  /** The code that the user enters there, once. */
  readonly user_code: string;

  /** @internal Use `codex.login_chatgpt_device_code()`. */
  constructor(remote: RemoteOf<DeviceCodeMembers, DeviceCodeLoginHandle>) {
    super(remote);
    this.verification_url = remote.field('verification_url');
    this.user_code = remote.field('user_code');
  }
}
