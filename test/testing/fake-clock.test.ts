import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Codex } from '../../runtime/index.js';
import { FakeAppServer, parseTranscript, replay } from '../../runtime/testing/index.js';

// Jest's fake clock takes even microtasks in hand.
beforeEach(() => {
  vi.useFakeTimers({
    now: new Date('2027-01-15T08:00:00Z'),
    toFake: ['Date', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout'],
  });
});

afterEach(() => {
  vi.useRealTimers();
});

it('runs turns while time stands still, and tells the time of the test', async () => {
  await using fake = new FakeAppServer({ turns: ['Hello!'] });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  expect(await thread.run('Hi')).toMatchObject({
    finalResponse: 'Hello!',
    startedAt: 1_800_000_000,
    durationMs: 0,
  });
});

it('plays transcripts while time stands still', async () => {
  const initialized = {
    userAgent: 'x/1 (y)',
    codexHome: '/',
    platformFamily: 'u',
    platformOs: 'l',
  };
  const entries = [
    { at: 0, from: 'client', message: { id: 0, method: 'initialize', params: {} } },
    { at: 5, from: 'server', message: { id: 0, result: initialized } },
    { at: 5, from: 'client', message: { method: 'initialized' } },
  ];
  const lines = [{ transcript: 1, runtime: null, sdk: '0' }, ...entries];
  const transport = replay(parseTranscript(lines.map((line) => JSON.stringify(line)).join('\n')));
  await using codex = await Codex.start({ transport, onWarning: () => {} });
  expect(codex.metadata.userAgent).toBe('x/1 (y)');
  await codex.close();
  transport.assertFinished();
});

it('leaves the event loop to others while a client asks without a pause', async () => {
  vi.useRealTimers();
  await using fake = new FakeAppServer();
  await using codex = await Codex.start(fake.config());
  const timer = AbortSignal.timeout(1);
  for (let asked = 0; !timer.aborted && asked < 10_000; asked++) await codex.threadList();
  expect(timer.aborted).toBe(true);
});
