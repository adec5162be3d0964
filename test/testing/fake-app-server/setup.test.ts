import { expect, it } from 'vitest';
import { ConfigurationError } from '../../../runtime/index.js';
import { FakeAppServer } from '../../../runtime/testing/index.js';

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
