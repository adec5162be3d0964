import { describe, expect, test } from 'vitest';
import { accessToken, Gate, loginRoutes, ScriptedModel } from '../../runtime/testing/index.js';
import { Runtime, type Incoming } from './support/runtime.js';

const answering = (): string => 'Done.';

const completed = ({ method }: Incoming): boolean => method === 'account/login/completed';

describe('a login', () => {
  test('with an API key shows in the requests that follow', async () => {
    await using model = await ScriptedModel.start(answering);
    await using runtime = await Runtime.start(model.configFor({ requiresOpenaiAuth: true }));
    await runtime.request('account/login/start', { type: 'apiKey', apiKey: 'sk-test' });
    await runtime.runTurn();
    expect(model.requests[0]?.bearerToken).toBe('sk-test');
  });

  test('with a token of ChatGPT shows account and token', async () => {
    const account = { accountId: 'account-7', planType: 'pro' };
    await using model = await ScriptedModel.start(answering, { routes: loginRoutes(account) });
    await using runtime = await Runtime.start(model.configFor({ requiresOpenaiAuth: true }));
    await runtime.request('account/login/start', {
      type: 'chatgptAuthTokens',
      accessToken: accessToken(account),
      chatgptAccountId: 'account-7',
    });
    await runtime.runTurn();
    expect(model.requests[0]?.bearerToken).toBe(accessToken(account));
    expect(model.requests[0]?.headers['chatgpt-account-id']).toBe('account-7');
    expect(await runtime.request('account/read')).toMatchObject({
      account: { type: 'chatgpt', email: 'user@example.com', planType: 'pro' },
    });
  });

  test('by device code waits for the user', async () => {
    const approval = new Gate();
    const routes = loginRoutes({ approval, userCode: 'WXYZ-9876', email: 'me@example.com' });
    await using model = await ScriptedModel.start(answering, { routes });
    await using runtime = await Runtime.start(model.configFor({ requiresOpenaiAuth: true }));
    const login = await runtime.request('account/login/start', { type: 'chatgptDeviceCode' });
    expect(login).toMatchObject({
      userCode: 'WXYZ-9876',
      verificationUrl: `${model.url}/auth/codex/device`,
    });
    await approval.reached;
    expect(runtime.seen.some(completed)).toBe(false);
    approval.open();
    expect((await runtime.until(completed)).params).toMatchObject({
      loginId: login['loginId'],
      success: true,
    });
    expect(await runtime.request('account/read')).toMatchObject({
      account: { type: 'chatgpt', email: 'me@example.com', planType: 'plus' },
    });
    expect(model.refusedRequests).toEqual([]);
  });

  test('by device code can be cancelled while the user makes up their mind', async () => {
    const approval = new Gate();
    const routes = loginRoutes({ approval });
    await using model = await ScriptedModel.start(answering, { routes });
    await using runtime = await Runtime.start(model.configFor({ requiresOpenaiAuth: true }));
    const { loginId } = await runtime.request('account/login/start', { type: 'chatgptDeviceCode' });
    await approval.reached;
    await runtime.request('account/login/cancel', { loginId });
    expect((await runtime.until(completed)).params).toMatchObject({ loginId, success: false });
  });
});
