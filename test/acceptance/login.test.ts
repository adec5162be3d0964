import { describe, expect, it } from 'vitest';
import { LoginFailedError } from '../../runtime/index.js';
import { accessToken, Gate, loginRoutes, reply, type Routes } from '../../runtime/testing/index.js';
import { browserLoginPort } from '../support/browser-login-port.js';
import { type ScriptedRuntime, scriptedRuntime } from '../support/scripted-runtime.js';

function loginRuntime(routes: Routes = loginRoutes()): Promise<ScriptedRuntime> {
  return scriptedRuntime(() => reply.text('Hi'), {}, { requiresOpenaiAuth: true }, { routes });
}

/** The token in the request of a new turn. */
async function tokenOfTurn({ codex, model }: ScriptedRuntime): Promise<string | undefined> {
  await (await codex.threadStart()).run('Hello');
  return model.requests.at(-1)?.bearerToken;
}

/** What a browser asks for in the end, when the user has agreed. */
function callback(authUrl: string): URL {
  const { searchParams } = new URL(authUrl);
  const url = new URL(searchParams.get('redirect_uri') ?? '');
  url.searchParams.set('code', 'code-1');
  url.searchParams.set('state', searchParams.get('state') ?? '');
  return url;
}

describe('a login in the browser', () => {
  it('ends when the browser comes back, and its token goes to the model', async () => {
    await using _port = await browserLoginPort();
    await using runtime = await loginRuntime(loginRoutes({ email: 'me@example.com' }));
    const { codex, model } = runtime;
    const login = await codex.loginChatgpt();
    expect(login.authUrl).toContain(`${model.url}/auth/oauth/authorize?`);
    const waiting = login.wait();
    const answer = await fetch(callback(login.authUrl));
    expect(answer.status).toBe(200);
    const { loginId } = login;
    expect(await waiting).toMatchObject({ loginId, success: true, error: null });
    expect(await login.wait()).toEqual(await waiting);
    expect((await codex.account()).account).toMatchObject({
      type: 'chatgpt',
      email: 'me@example.com',
    });
    expect(await tokenOfTurn(runtime)).toBe(accessToken({ email: 'me@example.com' }));
  });

  it('does not end by a browser that comes from elsewhere', async () => {
    await using _port = await browserLoginPort();
    await using runtime = await loginRuntime();
    const login = await runtime.codex.loginChatgpt();
    const forged = callback(login.authUrl);
    forged.searchParams.set('state', 'forged');
    expect((await fetch(forged)).status).toBe(400);
    expect((await runtime.codex.account()).account).toBeNull();
    expect(await login.cancel()).toEqual({ status: 'canceled' });
    await expect(login.wait()).rejects.toThrow(LoginFailedError);
  });

  it('gives way to a newer one', async () => {
    await using _port = await browserLoginPort();
    await using runtime = await loginRuntime();
    const older = await runtime.codex.loginChatgpt();
    const replaced = expect(older.wait()).rejects.toMatchObject({ loginId: older.loginId });
    const newer = await runtime.codex.loginChatgpt();
    expect(newer.loginId).not.toBe(older.loginId);
    await replaced;
    await fetch(callback(newer.authUrl));
    expect(await newer.wait()).toMatchObject({ loginId: newer.loginId, success: true });
  });
});

describe('a login by device code', () => {
  it('ends when the user has entered the code, until the logout', async () => {
    const approval = new Gate();
    await using runtime = await loginRuntime(loginRoutes({ approval, userCode: 'WXYZ-9876' }));
    const { codex, model } = runtime;
    const login = await codex.loginChatgptDeviceCode();
    expect(login).toMatchObject({
      userCode: 'WXYZ-9876',
      verificationUrl: `${model.url}/auth/codex/device`,
    });
    await approval.reached;
    await expect(login.wait({ timeoutMs: 1 })).rejects.toThrow('Nobody logged in within 1 ms');
    approval.open();
    expect(await login.wait()).toMatchObject({ loginId: login.loginId, success: true });
    expect(await tokenOfTurn(runtime)).toBe(accessToken());
    await codex.logout();
    expect((await codex.account()).account).toBeNull();
  });

  it('can be cancelled, once', async () => {
    const approval = new Gate();
    await using runtime = await loginRuntime(loginRoutes({ approval }));
    const login = await runtime.codex.loginChatgptDeviceCode();
    const failed = expect(login.wait()).rejects.toThrow(LoginFailedError);
    expect(await login.cancel()).toEqual({ status: 'canceled' });
    await failed;
    expect(await login.cancel()).toEqual({ status: 'notFound' });
  });
});

describe('a token of the program', () => {
  it('is renewed by the program when the model refuses it', async () => {
    const [stale, fresh] = [accessToken(), accessToken({ planType: 'pro' })];
    const asked: unknown[] = [];
    await using runtime = await scriptedRuntime(
      ({ bearerToken }) =>
        bearerToken === fresh ? reply.text('Hi') : reply.httpError(401, { error: 'expired' }),
      {
        handlers: {
          authTokensRefresh: (params) => {
            asked.push(params);
            return { accessToken: fresh, chatgptAccountId: 'account-1', chatgptPlanType: 'plus' };
          },
        },
      },
      { requiresOpenaiAuth: true },
      { routes: loginRoutes() },
    );
    await runtime.codex.rpc.account.loginStart({
      type: 'chatgptAuthTokens',
      accessToken: stale,
      chatgptAccountId: 'account-1',
    });
    const thread = await runtime.codex.threadStart();
    expect((await thread.run('Hello')).finalResponse).toBe('Hi');
    expect(asked).toEqual([{ reason: 'unauthorized', previousAccountId: 'account-1' }]);
    expect(new Set(runtime.model.requests.map(({ bearerToken }) => bearerToken))).toEqual(
      new Set([stale, fresh]),
    );
  });

  it('is an API key that goes to the model', async () => {
    await using runtime = await loginRuntime();
    await runtime.codex.loginApiKey('sk-of-the-program');
    expect(await tokenOfTurn(runtime)).toBe('sk-of-the-program');
  });
});
