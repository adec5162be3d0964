import type { Gate } from './gate.js';
import type { JsonObject } from './json.js';
import { checkAccount } from './reply-check.js';
import type { Routes } from './routes.js';

/** The account that a scripted login leads to. */
export interface ScriptedAccount {
  /** Default `'user@example.com'`. */
  readonly email?: string | undefined;
  /** Default `'plus'`. */
  readonly planType?: string | undefined;
  /** Default `'account-1'`. */
  readonly accountId?: string | undefined;
  /** Default `'user-1'`. */
  readonly userId?: string | undefined;
  /** What the user would type in. Default `'ABCD-1234'`. */
  readonly userCode?: string | undefined;
  /** Held by a device code login until the user has typed the code in. Default: at once. */
  readonly approval?: Gate | undefined;
}

/**
 * Routes by which logins with ChatGPT succeed, in the browser and by device code: what the runtime
 * would ask of the login service and of the account's own. For the browser, request the `authUrl`'s
 * `redirect_uri` with its `state` and any `code`, as the browser would in the end.
 *
 * ```ts
 * const approval = new Gate();
 * const model = await ScriptedModel.start([], { routes: loginRoutes({ approval }) });
 * const codex = new Codex(model.configFor({ requiresOpenaiAuth: true }));
 * const login = await codex.loginChatgptDeviceCode();
 * approval.open();
 * await login.wait();
 * ```
 */
export function loginRoutes(account: ScriptedAccount = {}): Routes {
  checkAccount('loginRoutes', account);
  const { accountId = 'account-1', planType = 'plus', userCode = 'ABCD-1234', approval } = account;
  const token = accessToken(account);
  return {
    'POST /auth/api/accounts/deviceauth/usercode': {
      device_auth_id: 'device-1',
      user_code: userCode,
      interval: '0',
    },
    'POST /auth/api/accounts/deviceauth/token': async () => {
      await approval?.pass();
      return {
        authorization_code: 'code-1',
        code_challenge: 'challenge',
        code_verifier: 'verifier',
      };
    },
    'POST /auth/oauth/token': { id_token: token, access_token: token, refresh_token: 'refresh-1' },
    'GET /backend-api/wham/accounts/check': {
      accounts: [
        {
          id: accountId,
          name: 'Personal',
          structure: 'personal',
          plan_type: planType,
          can_access_with_session: true,
          is_deactivated: false,
          is_fedramp_compliant_workspace: false,
          workspace_backend_origin: 'https://chatgpt.com',
          account_routing_override: 'NO_CONSTRAINT',
        },
      ],
      account_ordering: [accountId],
      default_account_id: accountId,
    },
  };
}

/**
 * A token as ChatGPT gives it out, unsigned and good until 2096, for `account/login/start` with
 * `chatgptAuthTokens` and for comparison with `ModelRequest.bearerToken`.
 *
 * ```ts
 * expect(model.requests[0]?.bearerToken).toBe(accessToken({ accountId: 'account-1' }));
 * ```
 */
export function accessToken(account: ScriptedAccount = {}): string {
  checkAccount('accessToken', account);
  const { email = 'user@example.com', planType = 'plus' } = account;
  const { accountId = 'account-1', userId = 'user-1' } = account;
  const encode = (part: JsonObject): string =>
    Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    email,
    exp: 4_000_000_000,
    'https://api.openai.com/auth': {
      chatgpt_account_id: accountId,
      chatgpt_plan_type: planType,
      chatgpt_user_id: userId,
    },
  };
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.unsigned`;
}
