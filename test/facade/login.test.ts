import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AbortError,
  Codex,
  LoginFailedError,
  RequestTimeoutError,
  TransportClosedError,
  TurnFailedError,
} from '../../runtime/index.js';
import {
  accessToken,
  Gate,
  loginRoutes,
  reply,
  ScriptedModel,
} from '../../runtime/testing/index.js';
import { comeBack } from '../support/browser-login.js';
import { browserLoginPort } from '../support/browser-login-port.js';
import { killableSpawn } from '../support/killable-spawn.js';

const [oldToken, newToken] = [accessToken(), accessToken({ planType: 'pro' })];
/** What must not be seen anywhere but on the wire. */
const secrets = ['sk-of-a-test', 'code-of-a-test', 'refresh-1', oldToken, newToken];

/** Everything that the program is told: traces with params, warnings, failures, standard error. */
const told: string[] = [];
let model: ScriptedModel;
let codex: Codex;
let approval = new Gate();
let tokenAnswer: 'given' | 'refused' = 'given';

beforeAll(async () => {
  const routes = loginRoutes();
  model = await ScriptedModel.start(
    ({ bearerToken }) => (bearerToken === oldToken ? reply.httpError(401, 'expired') : 'Hello!'),
    {
      routes: {
        ...routes,
        'POST /auth/api/accounts/deviceauth/token': async () => {
          await approval.pass();
          const { 'POST /auth/api/accounts/deviceauth/token': answer } = loginRoutes();
          return typeof answer === 'function' ? answer(undefined as never) : (answer as never);
        },
        'POST /auth/oauth/token': () =>
          tokenAnswer === 'given'
            ? { id_token: oldToken, access_token: oldToken, refresh_token: 'refresh-1' }
            : reply.httpError(400, { error: 'invalid_grant' }),
      },
    },
  );
  codex = await Codex.start({
    ...model.configFor({ requiresOpenaiAuth: true }),
    trace: { params: true, hook: (event) => told.push(JSON.stringify(event)) },
    onStderr: (line) => told.push(line),
    onWarning: (message) => told.push(message),
  });
});

afterAll(async () => {
  await codex.close();
  await model.close();
  // Whatever happened in the tests, and in whichever order: no secret was told to anybody.
  const everything = told.join('\n');
  expect(everything).not.toBe('');
  expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
});

async function failure(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  told.push(`${(error as Error).stack} ${JSON.stringify(error)}`);
  return error as Error;
}

describe('a login with an API key', () => {
  it('shows in the account and in the requests that follow, until the logout', async () => {
    expect(await codex.account()).toMatchObject({ account: null, requiresOpenaiAuth: true });
    await codex.loginApiKey('sk-of-a-test');
    expect((await codex.account()).account).toEqual({ type: 'apiKey' });
    const thread = await codex.threadStart();
    await thread.run('Hi');
    expect(model.requests.at(-1)?.bearerToken).toBe('sk-of-a-test');
    await codex.logout();
    expect((await codex.account()).account).toBeNull();
  });
});

describe('a login by device code', () => {
  it('is waited for as often as one likes, and a wait may be given up', async () => {
    approval = new Gate();
    const login = await codex.loginChatgptDeviceCode();
    expect(login.userCode).toBe('ABCD-1234');
    expect(login.verificationUrl).toBe(`${model.url}/auth/codex/device`);
    const early = [login.wait(), login.wait()];
    await expect(login.wait({ timeoutMs: 20 })).rejects.toThrow(RequestTimeoutError);
    const controller = new AbortController();
    const aborted = login.wait({ signal: controller.signal });
    controller.abort('enough');
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    await expect(login.wait({ signal: AbortSignal.abort() })).rejects.toThrow(AbortError);
    approval.open();
    const completed = { loginId: login.loginId, success: true };
    for (const wait of [...early, login.wait(), login.wait({ timeoutMs: 5000 })]) {
      expect(await wait).toMatchObject(completed);
    }
    expect((await codex.account()).account).toMatchObject({
      type: 'chatgpt',
      email: 'user@example.com',
      planType: 'plus',
    });
    expect(await login.cancel()).toEqual({ status: 'notFound' });
    await codex.logout();
  });

  it('that is cancelled fails everyone who waits, now and later', async () => {
    approval = new Gate();
    const login = await codex.loginChatgptDeviceCode();
    const waiting = failure(login.wait());
    expect(await login.cancel()).toEqual({ status: 'canceled' });
    for (const error of [await waiting, await failure(login.wait())]) {
      expect(error).toBeInstanceOf(LoginFailedError);
      expect(error).toMatchObject({ code: 'login_failed', loginId: login.loginId });
    }
    approval.open();
    expect((await codex.account()).account).toBeNull();
  });
});

describe('a login in the browser', () => {
  it('fails when it is refused, when it is replaced, and ends well when the user comes back', async () => {
    await using _port = await browserLoginPort();
    const refused = await codex.loginChatgpt({ appBrand: 'codex' });
    expect(new URL(refused.authUrl).origin).toBe(model.url);
    await comeBack(refused.authUrl, { error: 'access_denied', error_description: 'No, thanks' });
    expect((await failure(refused.wait())).message).toContain('No, thanks');

    tokenAnswer = 'refused';
    const spoilt = await codex.loginChatgpt();
    await comeBack(spoilt.authUrl, { code: 'code-of-a-test' });
    expect(await failure(spoilt.wait())).toMatchObject({ loginId: spoilt.loginId });
    tokenAnswer = 'given';

    approval = new Gate();
    const first = await codex.loginChatgpt();
    const second = await codex.loginChatgptDeviceCode();
    const third = await codex.loginChatgpt();
    for (const replaced of [first, second]) {
      expect(await failure(replaced.wait())).toBeInstanceOf(LoginFailedError);
      expect(await replaced.cancel()).toEqual({ status: 'notFound' });
    }
    approval.open();

    expect((await comeBack(third.authUrl, { code: 'x', state: 'forged' })).status).toBe(400);
    const page = await comeBack(third.authUrl, { code: 'code-of-a-test' });
    expect(page.status).toBe(200);
    expect(await third.wait()).toMatchObject({ loginId: third.loginId, success: true });
    expect((await codex.account()).account).toMatchObject({ type: 'chatgpt' });
    await codex.logout();
  });
});

describe('a login with tokens from elsewhere', () => {
  it('is renewed by a handler when the service refuses them', async () => {
    const asked: unknown[] = [];
    await using own = await Codex.start({
      ...model.configFor({ requiresOpenaiAuth: true }),
      trace: { params: true, hook: (event) => told.push(JSON.stringify(event)) },
      onStderr: (line) => told.push(line),
      handlers: {
        authTokensRefresh: (params, { threadId }) => {
          asked.push(params, threadId);
          return { accessToken: newToken, chatgptAccountId: 'account-1' };
        },
      },
    });
    await own.rpc.account.loginStart({
      type: 'chatgptAuthTokens',
      accessToken: oldToken,
      chatgptAccountId: 'account-1',
    });
    const thread = await own.threadStart();
    expect((await thread.run('Hi')).finalResponse).toBe('Hello!');
    expect(asked).toEqual([{ reason: 'unauthorized', previousAccountId: 'account-1' }, undefined]);
    expect(told.join('\n')).toContain('account/login/start');
    expect(told.join('\n')).toContain('account/chatgptAuthTokens/refresh');
    expect(model.requests.slice(-2).map((request) => request.bearerToken)).toEqual([
      oldToken,
      newToken,
    ]);
  });

  it('fails the turn without such a handler', async () => {
    const tokens = { accessToken: oldToken, chatgptAccountId: 'account-1' };
    await codex.rpc.account.loginStart({ type: 'chatgptAuthTokens', ...tokens });
    const thread = await codex.threadStart();
    expect(await failure(thread.run('Hi'))).toBeInstanceOf(TurnFailedError);
    await codex.logout();
  });

  it('says what is wrong with a token without repeating it', async () => {
    const tokens = { accessToken: 'code-of-a-test', chatgptAccountId: 'account-1' };
    await failure(codex.rpc.account.loginStart({ type: 'chatgptAuthTokens', ...tokens }));
  });
});

it('a login ends with the connection, however that ends', async () => {
  approval = new Gate();
  const process = killableSpawn();
  const config = { ...model.configFor({ requiresOpenaiAuth: true }), spawn: process.spawn };
  await using crashed = await Codex.start(config);
  const lost = await crashed.loginChatgptDeviceCode();
  const waiting = failure(lost.wait());
  await process.kill();
  expect(await waiting).toMatchObject({ name: 'TransportClosedError', signal: 'SIGKILL' });
  await expect(lost.wait()).rejects.toThrow(TransportClosedError);
  const closed = await Codex.start(model.configFor({ requiresOpenaiAuth: true }));
  const open = await closed.loginChatgptDeviceCode();
  const left = failure(open.wait());
  await closed.close();
  expect(await left).toBeInstanceOf(TransportClosedError);
  approval.open();
});
