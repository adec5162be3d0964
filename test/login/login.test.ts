import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  type CodexConfig,
  InvalidParamsError,
  LoginFailedError,
  ProtocolError,
  RequestTimeoutError,
  RetryLimitExceededError,
  ServerBusyError,
  type TraceEvent,
} from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const start = 'account/login/start';
const secret = 'sk-of-a-test';

function completed(peer: ScriptedPeer, loginId: string | null, success: boolean): void {
  const error = success ? null : 'Login server error: Login cancelled';
  peer.notify('account/login/completed', { loginId, success, error, onboardingEntrypoint: null });
}

const browser = (loginId: string): object => ({ type: 'chatgpt', loginId, authUrl: 'http://x/' });
const device = (loginId: string): object => ({
  type: 'chatgptDeviceCode',
  loginId,
  verificationUrl: 'http://x/',
  userCode: 'ABCD',
});

describe('a completion', () => {
  it.each([true, false])('that overtakes the answer is not lost (success: %s)', async (success) => {
    const peer = new ScriptedPeer();
    const starting = peer.codex.loginChatgpt();
    await peer.sentOnce(start);
    completed(peer, 'another', true);
    completed(peer, 'mine', success);
    completed(peer, null, true);
    peer.answer(start, { result: browser('mine') });
    const login = await starting;
    for (const wait of [login.wait(), login.wait({ timeoutMs: 1000 })]) {
      if (success) expect(await wait).toMatchObject({ loginId: 'mine', success });
      else await expect(wait).rejects.toThrow('Login cancelled');
    }
    await peer.codex.close();
  });

  it('that comes in the same breath as the answer is not lost', async () => {
    const peer = new ScriptedPeer();
    const starting = peer.codex.loginChatgptDeviceCode();
    await peer.sentOnce(start);
    peer.answer(start, { result: device('mine') });
    completed(peer, 'mine', true);
    expect(await (await starting).wait()).toMatchObject({ success: true });
    await peer.codex.close();
  });

  it('goes to its own login, of several that were begun at once', async () => {
    const peer = new ScriptedPeer();
    const starting = [peer.codex.loginChatgpt(), peer.codex.loginChatgptDeviceCode()] as const;
    while (peer.sent(start).length < 2) await setImmediate();
    const [first, second] = peer.sent(start).map(({ id }) => id);
    completed(peer, 'second', true);
    peer.transport.receive({ id: second, result: device('second') });
    peer.transport.receive({ id: first, result: browser('first') });
    completed(peer, 'first', false);
    const [one, two] = await Promise.all(starting);
    expect(await two.wait()).toMatchObject({ loginId: 'second' });
    await expect(one.wait()).rejects.toMatchObject({ name: 'LoginFailedError', loginId: 'first' });
    await peer.codex.close();
  });

  it('goes to its own login, in whichever order those that wait are completed', async () => {
    const peer = new ScriptedPeer();
    const logins = [];
    for (const loginId of ['first', 'second', 'third']) {
      peer.answers[start] = () => browser(loginId);
      logins.push(await peer.codex.loginChatgpt());
    }
    const waits = logins.map((login) => login.wait());
    for (const loginId of ['third', 'first', 'second']) completed(peer, loginId, true);
    const ids = (await Promise.all(waits)).map(({ loginId }) => loginId);
    expect(ids).toEqual(['first', 'second', 'third']);
    await peer.codex.close();
  });

  it('without an error text still says that the login failed', async () => {
    const peer = new ScriptedPeer();
    peer.answers[start] = () => browser('mine');
    const login = await peer.codex.loginChatgpt();
    const waiting = login.wait();
    peer.notify('account/login/completed', { loginId: 'mine', success: false });
    await expect(waiting).rejects.toThrow(new LoginFailedError('The login failed', 'mine'));
    await peer.codex.close();
  });
});

it('a login that nobody waits for ends unnoticed when the client does', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const peer = new ScriptedPeer();
  peer.answers[start] = () => browser('mine');
  await peer.codex.loginChatgpt();
  await peer.codex.close();
  await setImmediate();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

it('an answer of another type is against the protocol', async () => {
  const peer = new ScriptedPeer();
  peer.answers[start] = () => browser('mine');
  await expect(peer.codex.loginChatgptDeviceCode()).rejects.toThrow(ProtocolError);
  await expect(peer.codex.loginApiKey(secret)).rejects.toThrow(
    'A login of type apiKey was answered with type chatgpt',
  );
  await peer.codex.close();
});

it.each([{ timeoutMs: 0 }, { timeoutMs: Number.NaN }, { timeoutMs: '5' }])(
  'a wait is not given %o',
  async (options) => {
    const peer = new ScriptedPeer();
    peer.answers[start] = () => browser('mine');
    const login = await peer.codex.loginChatgpt();
    await expect(login.wait(options as never)).rejects.toThrow(InvalidParamsError);
    await peer.codex.close();
  },
);

describe('a secret', () => {
  const attempts: [string, (peer: ScriptedPeer) => Promise<unknown>][] = [
    ['loginApiKey()', ({ codex }) => codex.loginApiKey(secret)],
    ['rpc', ({ codex }) => codex.rpc.account.loginStart({ type: 'apiKey', apiKey: secret })],
    ['rpc.request()', ({ codex }) => codex.rpc.request(start, { type: 'apiKey', apiKey: secret })],
    [
      'rpc.requestUntyped()',
      ({ codex }) => codex.rpc.requestUntyped(start, { type: 'new', token: secret }),
    ],
    [
      'an access key',
      ({ codex }) =>
        codex.rpc.account.loginStart({
          type: 'amazonBedrockAccessKeys',
          accessKeyId: 'AKIA',
          secretAccessKey: secret,
          region: 'eu-1',
        }),
    ],
  ];

  it.each(attempts)('is not in what the server answers to %s', async (_name, attempt) => {
    const peer = new ScriptedPeer({ retry: false });
    peer.transport.onSend = withErrors(peer, {
      code: -32600,
      message: `the key ${secret} is not one for eu-1`,
      data: { key: secret },
    });
    const error = (await attempt(peer).catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({
      name: 'InvalidRequestError',
      code: 'invalid_request',
      message: 'the key [redacted] is not one for eu-1',
      data: { key: '[redacted]' },
    });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(secret);
    await peer.codex.close();
  });

  it('leaves the kind of an error as it is', async () => {
    const peer = new ScriptedPeer({ retry: { maxAttempts: 1 } });
    peer.transport.onSend = withErrors(peer, { code: -32001, message: `busy with ${secret}` });
    const error = await peer.codex.loginApiKey(secret).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ServerBusyError);
    expect(error).toBeInstanceOf(RetryLimitExceededError);
    expect((error as Error).message).not.toContain(secret);
    await peer.codex.close();
  });

  it('is not in a trace, whenever its answer comes', async () => {
    const events: TraceEvent[] = [];
    const config: CodexConfig = {
      trace: { params: true, hook: (event) => events.push(event) },
      handlers: {
        authTokensRefresh: () => ({ accessToken: secret, chatgptAccountId: 'a' }),
        attestation: () => ({ token: secret }),
      },
    };
    const peer = new ScriptedPeer(config);
    await expect(peer.codex.loginApiKey(secret, { timeoutMs: 20 })).rejects.toThrow(
      RequestTimeoutError,
    );
    peer.answer(start, { error: { code: -32603, message: `Too late for ${secret}` } });
    for (const [id, method] of [
      'account/chatgptAuthTokens/refresh',
      'attestation/generate',
    ].entries()) {
      peer.transport.receive({ id, method, params: { reason: 'unauthorized' } });
    }
    await setImmediate();
    await peer.codex.close();
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(events.filter(({ params }) => params === '[redacted]').length).toBeGreaterThanOrEqual(5);
    expect(events.find(({ method }) => method === 'initialize')?.params).toMatchObject({
      clientInfo: {},
    });
  });
});

/** Answers every request but the handshake with this error. */
function withErrors(peer: ScriptedPeer, error: object): (text: string) => Promise<void> {
  const answer = peer.transport.onSend;
  return (text) => {
    const { id, method } = JSON.parse(text) as { id?: number; method?: string };
    if (id === undefined || method === 'initialize') return answer(text);
    queueMicrotask(() => {
      peer.transport.receive({ id, error });
    });
    return Promise.resolve();
  };
}
