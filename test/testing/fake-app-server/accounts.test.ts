import { expect, it } from 'vitest';
import { Codex } from '../../../runtime/index.js';
import { FakeAppServer } from '../../../runtime/testing/index.js';

it('lets the test log in for the user, in a browser or by a code', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const browser = await codex.loginChatgpt();
  expect(browser.authUrl).toContain(browser.loginId);
  const login = await fake.nextLogin();
  expect([login.type, login.loginId]).toEqual(['chatgpt', browser.loginId]);
  const updated: unknown[] = [];
  codex.on('account/updated', ({ params }) => updated.push(params));
  login.complete({ planType: 'pro' });
  login.fail('too late');
  expect(await browser.wait()).toMatchObject({ success: true });
  expect(updated).toEqual([{ authMode: 'chatgpt', planType: 'pro' }]);
  expect((await codex.account()).account).toMatchObject({
    type: 'chatgpt',
    email: 'user@example.com',
    planType: 'pro',
  });
  expect((await codex.rpc.request('account/rateLimits/read')).rateLimits).toMatchObject({
    planType: 'pro',
    primary: null,
  });
  expect((await codex.rpc.request('account/usage/read')).summary.lifetimeTokens).toBe(0);

  const code = await codex.loginChatgptDeviceCode();
  expect(code.userCode).toBe('ABCD-1234');
  (await fake.nextLogin()).fail('Not today');
  await expect(code.wait()).rejects.toThrow('Not today');
  await expect(fake.nextLogin({ timeoutMs: 1 })).rejects.toThrow('2 of 3 logins came');
});

it('has one login at a time, which may be cancelled', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const first = await codex.loginChatgpt();
  const second = await codex.loginChatgpt();
  await expect(first.wait()).rejects.toThrow('Login cancelled');
  expect(await second.cancel()).toEqual({ status: 'canceled' });
  await expect(second.wait()).rejects.toThrow('Login was not completed');
  expect(await codex.rpc.request('account/login/cancel', { loginId: second.loginId })).toEqual({
    status: 'notFound',
  });
  expect((await fake.nextLogin()).isOver).toBe(true);
});

it('tells the limits that the test sets', async () => {
  await using fake = new FakeAppServer();
  const primary = { usedPercent: 40, windowDurationMins: 300, resetsAt: null };
  fake.setRateLimits({ primary });
  await using codex = new Codex(fake.config());
  expect((await codex.rpc.request('account/rateLimits/read')).rateLimits).toMatchObject({
    primary,
  });
  const told: unknown[] = [];
  codex.on('account/rateLimits/updated', ({ params }) => told.push(params.rateLimits));
  fake.setRateLimits({ primary: { ...primary, usedPercent: 50 } });
  expect(told).toMatchObject([{ primary: { usedPercent: 50 } }]);
  expect(() => fake.setRateLimits({ primary: 50 } as never)).toThrow('primary');
});
