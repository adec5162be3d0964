import { expect, it } from 'vitest';
import { Codex, ConfigurationError } from '../../../runtime/index.js';
import { FakeAppServer, type FakeTurn } from '../../../runtime/testing/index.js';

const page = { data: [], nextCursor: null };

it.each<[string, (fake: FakeAppServer) => unknown, string]>([
  [
    'an option',
    () => new FakeAppServer({ turn: ['Hi'] } as never),
    'unknown option `turn`; did you mean `turns`?',
  ],
  ['a lone text for turns', () => new FakeAppServer({ turns: 'Hi' as never }), 'must be a list'],
  ['a script', () => new FakeAppServer({ turns: [42 as never] }), 'turns[0] must be a text'],
  ['a script later', (fake) => fake.enqueue('Hi', null as never), 'scripts[1] must be a text'],
  [
    'a method',
    () => new FakeAppServer({ methods: { 'model/lst': () => page } as never }),
    'methods: unknown method `model/lst`; did you mean `model/list`?',
  ],
  [
    'a method later',
    (fake) => fake.handle('thread/strat' as 'model/list', () => page),
    'did you mean `thread/start`?',
  ],
  [
    'a method like no other',
    (fake) => fake.handle('xyzzy' as 'model/list', () => page),
    'handleUntyped',
  ],
  [
    'a number of times',
    (fake) => fake.handle('model/list', () => page, { times: NaN }),
    'times must be a whole number, not NaN',
  ],
  [
    'an option of an untyped method',
    (fake) => fake.handleUntyped('new/thing', () => null, { time: 1 } as never),
    'did you mean `times`?',
  ],
  ['a limit', () => new FakeAppServer({ timeoutMs: NaN }), 'timeoutMs must be a number'],
  ['a limit as text', () => new FakeAppServer({ timeoutMs: '5' as never }), 'not 5'],
  ['a crash', (fake) => fake.crash({ exitcode: 1 } as never), 'did you mean `exitCode`?'],
  ['a thread', (fake) => fake.addThread({ title: 'x' } as never), 'unknown option `title`'],
  [
    'a turn of a thread',
    (fake) => fake.addThread({ turns: ['Hi' as never] }),
    'turns[0] must be given an object, not the text "Hi"',
  ],
  [
    'the input of a turn',
    (fake) => fake.addThread({ turns: [{ reply: 'x' } as never] }),
    'turns[0].input must be a text',
  ],
  [
    'an id that is in use',
    (fake) => [fake.addThread({ id: 'a' }), fake.addThread({ id: 'a' })],
    'there is a thread a already',
  ],
  ['the id of a thread', (fake) => fake.addThread({ id: 5 as never }), 'id must be a text, not 5'],
  [
    'a thread that is archived, or not',
    (fake) => fake.addThread({ archived: 'no' as never }),
    'archived must be true or false, not the text "no"',
  ],
  [
    'the status of a turn',
    (fake) => fake.addThread({ turns: [{ input: 'x', status: 'done' as never }] }),
    'turns[0].status must be one of completed, interrupted, failed, not the text "done"',
  ],
  [
    'the reply of a turn',
    (fake) => fake.addThread({ turns: [{ input: 'x', reply: 5 as never }] }),
    'turns[0].reply must be a text, not 5',
  ],
  [
    'the type of an item',
    (fake) => fake.addThread({ turns: [{ input: 'x', items: [{ type: 'plann' } as never] }] }),
    'turns[0].items[0].type must be one that items have, not the text "plann"; did you mean `plan`?',
  ],
  [
    'an item that is in the turn',
    (fake) => {
      const plan = { type: 'plan', id: 'p' } as const;
      fake.addThread({ turns: [{ input: 'x', items: [plan, plan] }] });
    },
    'turns[0].items[1]: the turn has an item p already',
  ],
  [
    'a handler',
    (fake) => fake.handle('model/list', undefined as never),
    'The handler of model/list must be a function, not undefined',
  ],
  [
    'a handler from the start',
    () => new FakeAppServer({ methods: { 'model/list': page as never } }),
    'The handler of model/list must be a function, not an object',
  ],
  [
    'rate limits',
    (fake) => fake.setRateLimits({ primry: null } as never),
    'setRateLimits: unknown option `primry`; did you mean `primary`?',
  ],
  [
    'a window of rate limits',
    (fake) => fake.setRateLimits({ primary: { usedPercent: 1, resetAt: 5 } as never }),
    'setRateLimits: primary: unknown option `resetAt`; did you mean `resetsAt`?',
  ],
  [
    'a wait for a turn',
    (fake) => fake.nextTurn({ timeout: 1 } as never),
    'the wait for turns: unknown option `timeout`; did you mean `timeoutMs`?',
  ],
  [
    'a wait for a login',
    (fake) => fake.nextLogin({ signal: new AbortController() as never }),
    'signal must be an AbortSignal, not an object; pass controller.signal',
  ],
  [
    'a wait for an answer',
    (fake) => fake.request('currentTime/read', { threadId: 't' }, { timeout: 1 } as never),
    'request: unknown option `timeout`',
  ],
  ['a parent', (fake) => fake.addThread({ parentThreadId: 'x' }), 'there is no thread x'],
])('refuses %s that cannot be', async (_what, setUp, message) => {
  await using fake = new FakeAppServer();
  const error: unknown = await Promise.resolve()
    .then(() => setUp(fake))
    .catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toContain(message);
});

it('does not wait without end for a limit that is none', async () => {
  await using fake = new FakeAppServer();
  await expect(fake.nextTurn({ timeoutMs: NaN })).rejects.toThrow('timeoutMs must be a number');
  await expect(fake.nextRequest('thread/list', { timeoutMs: -1 })).rejects.toThrow('not -1');
});

it.each<[string, (turn: FakeTurn) => unknown, string]>([
  [
    'an option of a message',
    (turn) => turn.message('x', { fase: 'commentary' } as never),
    'message: unknown option `fase`; did you mean `phase`?',
  ],
  [
    'an option of a message in pieces',
    (turn) => turn.startMessage({ name: 'x' } as never),
    'message: unknown option `name`',
  ],
  [
    'a message',
    (turn) => turn.message(5 as never),
    'text must be a text or a list of texts, not 5',
  ],
  [
    'a piece of a message',
    (turn) => turn.message(['a', null as never]),
    'text[1] must be a text, not null',
  ],
  [
    'an option of a call',
    (turn) => turn.callTool('x', {}, { ns: 'y' } as never),
    'callTool: unknown option `ns`',
  ],
  [
    'a count of tokens',
    (turn) => turn.usage({ input: 3 } as never),
    'usage: unknown option `input`; did you mean `inputTokens`?',
  ],
  ['usage', (turn) => turn.usage(undefined as never), 'usage must be given an object'],
  ['an item', (turn) => turn.item(undefined as never), 'item must be given an object'],
  ['an open item', (turn) => turn.startItem('plan' as never), 'not the text "plan"'],
  [
    'an item that is there',
    (turn) => [turn.item({ type: 'plan', id: 'p' }), turn.message('x', { id: 'p' })],
    'item: the turn has an item p already',
  ],
  [
    'an option of a question',
    (turn) => turn.request('currentTime/read', {}, { timeout: 1 } as never),
    'request: unknown option `timeout`',
  ],
])('refuses %s that cannot be, and the turn has failed', async (_what, say, message) => {
  await using fake = new FakeAppServer({ turns: async (turn) => void (await say(turn)) });
  await using codex = new Codex(fake.config());
  await expect((await codex.threadStart()).run('Go')).rejects.toThrow(message);
  expect(fake.takeFaults()).toMatchObject([
    { code: 'script_failed', cause: expect.any(ConfigurationError) },
  ]);
});

it('refuses who cannot have logged in', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const login = await codex.loginChatgpt();
  const user = await fake.nextLogin();
  expect(() => {
    user.complete({ mail: 'a@example.com' } as never);
  }).toThrow(
    new ConfigurationError('login.complete: unknown option `mail`; did you mean `email`?'),
  );
  user.complete({ email: 'a@example.com' });
  await login.wait();
});

it('holds a history against the schema when a client is there', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  await codex.start();
  const items = [{ type: 'plan', text: 5 as never }] as const;
  expect(() => fake.addThread({ turns: [{ input: 'x' }, { input: 'y', items }] })).toThrow(
    new ConfigurationError(
      'addThread: turns[1] makes a turn that does not fit: /params/turn/items/1/text must be string',
    ),
  );
  expect(fake.threads).toEqual([]);
});
