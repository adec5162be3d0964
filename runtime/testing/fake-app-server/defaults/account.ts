import type { Account } from '../../../../generated/types.js';
import type { Defaults } from '../exchange.js';
import { rpcError } from '../errors.js';
import type { DefaultsContext } from './context.js';

/** The account: nobody is logged in until a client gives a key, which is not looked at. */
export function accountDefaults({ wire }: DefaultsContext): Defaults {
  let account: Account | null = null;
  return {
    'account/read': () => ({
      account,
      userId: null,
      requiresOpenaiAuth: false,
      workspaceRouting: null,
    }),

    'account/login/start': ({ type }, { after }) => {
      if (type !== 'apiKey') {
        throw rpcError(-32600, `FakeAppServer has no login by ${type} of its own: handle it`);
      }
      account = { type: 'apiKey' };
      after(() => {
        wire.notify('account/login/completed', {
          loginId: null,
          success: true,
          error: null,
          onboardingEntrypoint: null,
        });
        wire.notify('account/updated', { authMode: 'apikey', planType: null });
      });
      return { type: 'apiKey' };
    },

    'account/logout': (_params, { after }) => {
      account = null;
      after(() => {
        wire.notify('account/updated', { authMode: null, planType: null });
      });
      return {};
    },
  };
}
