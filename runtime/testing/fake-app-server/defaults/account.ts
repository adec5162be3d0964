import type { Defaults } from '../exchange.js';
import { rpcError } from '../errors.js';
import type { DefaultsContext } from './context.js';

/** The account: nobody is logged in until a client gives a key, or the test logs in. */
export function accountDefaults({ accounts }: DefaultsContext): Defaults {
  return {
    'account/read': () => ({
      account: accounts.account,
      userId: accounts.account?.type === 'chatgpt' ? 'user-1' : null,
      requiresOpenaiAuth: false,
      workspaceRouting: null,
    }),

    'account/login/start': ({ type }, { after }) => {
      switch (type) {
        case 'apiKey':
          after(() => {
            accounts.logInByKey();
          });
          return { type };
        case 'chatgpt':
        case 'chatgptDeviceCode': {
          const { login, answer } = accounts.begin(type);
          after(() => {
            accounts.offered(login);
          });
          return answer;
        }
        default:
          throw rpcError(-32600, `FakeAppServer has no login by ${type} of its own: handle it`);
      }
    },

    'account/login/cancel': ({ loginId }, { after }) => ({
      status: accounts.cancel(loginId, after) ? 'canceled' : 'notFound',
    }),

    'account/logout': (_params, { after }) => {
      after(() => {
        accounts.logOut();
      });
      return {};
    },

    'account/rateLimits/read': () => ({ rateLimits: accounts.rateLimits }),

    'account/usage/read': () => {
      accounts.assertPlan('read token usage');
      return { summary: { lifetimeTokens: 0, peakDailyTokens: 0 }, dailyUsageBuckets: [] };
    },
  };
}
