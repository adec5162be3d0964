import type {
  AccountLoginCompletedNotification,
  CancelLoginAccountResponse,
} from '../../generated/types.js';
import type { TwinOf } from './bridge/members.js';
import type { RemoteOf } from './bridge/remote.js';
import type { facadeMembers } from './facade-members.js';
import type { CallOptions } from './options.js';

type ChatgptMembers = (typeof facadeMembers)['ChatgptLoginHandle'];
type DeviceCodeMembers = (typeof facadeMembers)['DeviceCodeLoginHandle'];
type CommonMembers = Pick<ChatgptMembers, keyof ChatgptMembers & keyof DeviceCodeMembers>;

/** A login that the user completes elsewhere. A newer one replaces it. */
abstract class LoginHandle implements TwinOf<CommonMembers> {
  /** Id of the login, as its completion names it. */
  readonly loginId: string;
  readonly #remote: RemoteOf<CommonMembers, LoginHandle>;

  constructor(
    remote:
      | RemoteOf<ChatgptMembers, ChatgptLoginHandle>
      | RemoteOf<DeviceCodeMembers, DeviceCodeLoginHandle>,
  ) {
    this.#remote = remote as unknown as RemoteOf<CommonMembers, LoginHandle>;
    this.loginId = this.#remote.field('loginId');
  }

  /**
   * Waits until the user has logged in, any number of times. `timeoutMs` is in milliseconds, with
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
 * A ChatGPT login in the browser. Open `authUrl` for the user, then `wait()`.
 *
 * @example
 * const login = codex.loginChatgpt();
 * console.log(`Log in at ${login.authUrl}`);
 * login.wait({ timeoutMs: 5 * 60_000 });
 */
export class ChatgptLoginHandle extends LoginHandle implements TwinOf<ChatgptMembers> {
  /** Where the user logs in. */
  readonly authUrl: string;

  /** @internal Use `codex.loginChatgpt()`. */
  constructor(remote: RemoteOf<ChatgptMembers, ChatgptLoginHandle>) {
    super(remote);
    this.authUrl = remote.field('authUrl');
  }
}

/**
 * A ChatGPT login on another device. Show `userCode` and `verificationUrl`, then `wait()`.
 *
 * @example
 * const login = codex.loginChatgptDeviceCode();
 * console.log(`Enter ${login.userCode} at ${login.verificationUrl}`);
 * login.wait();
 */
export class DeviceCodeLoginHandle extends LoginHandle implements TwinOf<DeviceCodeMembers> {
  /** Where the user enters the code. */
  readonly verificationUrl: string;
  /** The code that the user enters there, once. */
  readonly userCode: string;

  /** @internal Use `codex.loginChatgptDeviceCode()`. */
  constructor(remote: RemoteOf<DeviceCodeMembers, DeviceCodeLoginHandle>) {
    super(remote);
    this.verificationUrl = remote.field('verificationUrl');
    this.userCode = remote.field('userCode');
  }
}
