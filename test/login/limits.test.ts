import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Codex } from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

type Begin = (
  codex: Codex,
  limits: { timeoutMs?: number; signal?: AbortSignal },
) => Promise<unknown>;

it.each<[string, Begin]>([
  ['loginChatgpt', (codex, limits) => codex.loginChatgpt(limits)],
  ['loginChatgptDeviceCode', (codex, limits) => codex.loginChatgptDeviceCode(limits)],
])('the limits of %s() count from the call, while the runtime starts too', async (_name, begin) => {
  const peer = new ScriptedPeer();
  const { initialize } = peer.answers;
  peer.answers['initialize'] = () => undefined;
  const controller = new AbortController();
  const [limited, aborted, patient] = [
    begin(peer.codex, { timeoutMs: 200 }),
    begin(peer.codex, { signal: controller.signal }),
    begin(peer.codex, { timeoutMs: 500 }),
  ].map((login) => login.catch((error: unknown) => error));
  controller.abort('enough');
  expect(await aborted).toMatchObject({ name: 'AbortError', cause: 'enough' });
  await vi.advanceTimersByTimeAsync(200);
  expect(await limited).toMatchObject({ name: 'RequestTimeoutError', timeoutMs: 200 });
  peer.answer('initialize', { result: initialize?.({}, 0) });
  await peer.sentOnce('account/login/start');
  await vi.advanceTimersByTimeAsync(300);
  expect(await patient).toMatchObject({ name: 'RequestTimeoutError', timeoutMs: 500 });
  expect(peer.sent('account/login/start')).toHaveLength(1);
  await peer.codex.close();
});
