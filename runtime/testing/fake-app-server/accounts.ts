import type {
  Account,
  LoginAccountResponse,
  PlanType,
  RateLimitSnapshot,
  RateLimitWindow,
} from '../../../generated/types.js';
import { checkNames, type Names } from '../../options/known-keys.js';
import { Arrivals, type ArrivalsOptions, type WaitOptions } from '../arrivals.js';
import { rpcError } from './errors.js';
import type { Wire } from './wire.js';

/** Who has logged in with ChatGPT. All is optional. */
export interface FakeLoginAccount {
  /** Default `user@example.com`. */
  readonly email?: string | undefined;
  /** Default `plus`. */
  readonly planType?: PlanType | undefined;
}

/** A login with ChatGPT that waits for its user, in whose place the test is. */
export interface FakeLogin {
  /** The id that the client got. */
  readonly loginId: string;
  /** Whether it is one in a browser, or by a code on another device. */
  readonly type: 'chatgpt' | 'chatgptDeviceCode';
  /** Whether it has been completed, failed or cancelled. */
  readonly isOver: boolean;
  /** The user logs in. Does nothing if the login is over. */
  complete(account?: FakeLoginAccount): void;
  /** The login fails. Does nothing if it is over. */
  fail(error: string): void;
}

const accountNames: Names<FakeLoginAccount> = { email: true, planType: true };

/** A login that is under way. */
class PendingLogin implements FakeLogin {
  readonly loginId: string;
  readonly type: FakeLogin['type'];
  readonly #end: (login: PendingLogin, outcome: FakeLoginAccount | Error) => void;
  isOver = false;

  constructor(
    loginId: string,
    type: FakeLogin['type'],
    end: (login: PendingLogin, outcome: FakeLoginAccount | Error) => void,
  ) {
    this.loginId = loginId;
    this.type = type;
    this.#end = end;
  }

  complete(account: FakeLoginAccount = {}): void {
    checkNames('login.complete', account, accountNames);
    this.#over(account);
  }

  fail(error: string): void {
    this.#over(new Error(error));
  }

  #over(outcome: FakeLoginAccount | Error): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#end(this, outcome);
  }
}

export interface AccountsOptions {
  readonly wire: Wire;
  readonly newId: (kind: string) => string;
  readonly waiting: Omit<ArrivalsOptions, 'what'>;
}

/** Who is logged in, what is left of the plan, and the logins under way. */
export class Accounts {
  account: Account | null = null;
  readonly #wire: Wire;
  readonly #newId: (kind: string) => string;
  readonly #logins: Arrivals<FakeLogin>;
  #pending: PendingLogin | undefined;
  #rateLimits: RateLimitSnapshot | undefined;

  constructor({ wire, newId, waiting }: AccountsOptions) {
    this.#wire = wire;
    this.#newId = newId;
    this.#logins = new Arrivals({ ...waiting, what: 'logins' });
  }

  nextLogin(options: WaitOptions): Promise<FakeLogin> {
    return this.#logins.take(options);
  }

  close(): void {
    this.#logins.close();
  }

  logInByKey(): void {
    this.account = { type: 'apiKey' };
    this.#tell(null, null);
    this.#wire.notify('account/updated', { authMode: 'apikey', planType: null });
  }

  logOut(): void {
    this.account = null;
    this.#wire.notify('account/updated', { authMode: null, planType: null });
  }

  /** Begins a login that a user has to end. There is one at a time: a new one cancels it. */
  begin(type: FakeLogin['type']): {
    readonly login: FakeLogin;
    readonly answer: LoginAccountResponse;
  } {
    this.#pending?.fail(`${doing(this.#pending)}Login cancelled`);
    const login = new PendingLogin(this.#newId('login'), type, (login, outcome) => {
      this.#ended(login, outcome);
    });
    this.#pending = login;
    const { loginId } = login;
    const answer: LoginAccountResponse =
      type === 'chatgpt'
        ? { type, loginId, authUrl: `https://auth.example.com/oauth/authorize?state=${loginId}` }
        : {
            type,
            loginId,
            verificationUrl: 'https://auth.example.com/codex/device',
            userCode: 'ABCD-1234',
          };
    return { login, answer };
  }

  /** The client is told how to log in, and the user may. */
  offered(login: FakeLogin): void {
    this.#logins.add(login);
  }

  /** Whether there was a login to cancel; `after` is called when it is cancelled. */
  cancel(loginId: string, after: (action: () => void) => void): boolean {
    const login = this.#pending;
    if (login?.loginId !== loginId) return false;
    this.#pending = undefined;
    after(() => {
      login.fail(`${doing(login)}Login was not completed`);
    });
    return true;
  }

  /** What is left of the plan. Throws what the runtime answers without a login that has one. */
  get rateLimits(): RateLimitSnapshot {
    if (this.#rateLimits) return this.#rateLimits;
    this.assertPlan('read rate limits');
    return { ...noLimits, planType: this.#planType };
  }

  setRateLimits(rateLimits: RateLimitSnapshot): void {
    checkNames('setRateLimits', rateLimits, limitNames);
    for (const window of ['primary', 'secondary'] as const) {
      const limit = rateLimits[window];
      if (limit) checkNames(`setRateLimits: ${window}`, limit, windowNames);
    }
    const whole = { ...noLimits, planType: this.#planType, ...rateLimits };
    this.#wire.assertFits('account/rateLimits/updated', { rateLimits: whole });
    this.#rateLimits = whole;
    if (this.#wire.clients.length > 0) {
      this.#wire.notify('account/rateLimits/updated', { rateLimits: whole });
    }
  }

  /** Refuses, as the runtime does, what only an account with a plan has. */
  assertPlan(what: string): void {
    if (this.account?.type === 'chatgpt') return;
    const needed = this.account ? 'chatgpt authentication' : 'codex account authentication';
    throw rpcError(-32600, `${needed} required to ${what}`);
  }

  get #planType(): PlanType | null {
    return this.account?.type === 'chatgpt' ? this.account.planType : null;
  }

  #ended(login: PendingLogin, outcome: FakeLoginAccount | Error): void {
    if (this.#pending === login) this.#pending = undefined;
    if (outcome instanceof Error) {
      this.#tell(login.loginId, outcome.message);
      return;
    }
    const { email = 'user@example.com', planType = 'plus' } = outcome;
    // Spread, for schemas before 0.169 do not have the name.
    this.account = { type: 'chatgpt', email, planType, ...{ workspaceName: 'Personal' } };
    this.#tell(login.loginId, null);
    this.#wire.notify('account/updated', { authMode: 'chatgpt', planType });
  }

  #tell(loginId: string | null, error: string | null): void {
    this.#wire.notify('account/login/completed', {
      loginId,
      success: error === null,
      error,
      onboardingEntrypoint: null,
    });
  }
}

/** A login in a browser comes back to a server of the runtime, which tells of its end. */
function doing({ type }: FakeLogin): string {
  return type === 'chatgpt' ? 'Login server error: ' : '';
}

const noLimits: RateLimitSnapshot = {
  limitId: 'codex',
  limitName: null,
  primary: null,
  secondary: null,
  credits: null,
  individualLimit: null,
  planType: null,
  rateLimitReachedType: null,
};

const limitNames: Names<RateLimitSnapshot> = {
  limitId: true,
  limitName: true,
  primary: true,
  secondary: true,
  credits: true,
  individualLimit: true,
  planType: true,
  rateLimitReachedType: true,
  // Spread, for schemas before 0.169 do not have them.
  ...({ normalModelSlug: true, spendControlReached: true } as const),
};

const windowNames: Names<RateLimitWindow> = {
  usedPercent: true,
  windowDurationMins: true,
  resetsAt: true,
};
