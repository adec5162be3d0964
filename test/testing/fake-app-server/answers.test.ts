import vm from 'node:vm';
import { expect, it } from 'vitest';
import { Codex, InternalRpcError } from '../../../runtime/index.js';
import { byHand, FakeAppServer, Gate, rpcError } from '../../../runtime/testing/index.js';

const circle: { self?: unknown } = {};
circle.self = circle;

const unfit: Readonly<Record<string, readonly [handler: () => unknown, message: string]>> = {
  'an error without a code': [
    () => {
      throw rpcError('busy' as never, 'no');
    },
    '/error/code must be integer',
  ],
  'an error whose data is no JSON': [
    () => {
      throw rpcError(-32600, 'no', circle);
    },
    '/ is no JSON: Converting circular structure',
  ],
  'a result that is no JSON': [() => ({ count: 5n }), '/ is no JSON: Do not know how to serialize'],
  'a promise of such a result': [() => Promise.resolve(circle), '/ is no JSON'],
  'no result': [() => undefined, '/result is missing'],
  'a function': [() => () => {}, '/result is missing'],
};

it.each(Object.entries(unfit))('checks its answer: %s', async (_, [handler, message]) => {
  const fake = new FakeAppServer();
  fake.handleUntyped('test/answer', handler);
  await using codex = new Codex(fake.config());
  const error: unknown = await codex.rpc.requestUntyped('test/answer').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(InternalRpcError);
  expect((error as Error).message).toContain(message);
  expect(fake.faults).toMatchObject([{ code: 'invalid_message', from: 'server' }]);
  await expect(fake.close()).rejects.toThrow(message);
});

it('throws at the test a notification that is no JSON', async () => {
  await using fake = new FakeAppServer();
  await using codex = await Codex.start(fake.config());
  expect(() => {
    fake.notifyUntyped('test/circle', circle);
  }).toThrow(expect.objectContaining({ code: 'invalid_message' }));
  expect(codex.metadata).toBeDefined();
});

it.each(['a promise of another realm', 'what is like a promise'])('waits for %s', async (what) => {
  const account = { account: null, userId: null, requiresOpenaiAuth: true, workspaceRouting: null };
  const foreign = vm.runInNewContext(`Promise.resolve(${JSON.stringify(account)})`) as never;
  const like = {
    // oxlint-disable-next-line no-thenable -- it is what the test is about
    then: (resolve: (value: unknown) => void) => {
      resolve(account);
    },
  } as never;
  await using fake = new FakeAppServer({
    methods: { 'account/read': () => (what.includes('realm') ? foreign : like) },
  });
  await using codex = new Codex(fake.config());
  expect(await codex.account()).toEqual(account);
});

it('does what the handler has had it do, though the answer is an error', async () => {
  await using fake = new FakeAppServer();
  fake.handle(
    'turn/start',
    async (_, { next }) => {
      await next();
      throw rpcError(-32001, 'busy');
    },
    { times: 1 },
  );
  await using codex = new Codex(fake.config({ retry: false }));
  const thread = await codex.threadStart();
  await expect(thread.run('One')).rejects.toThrow('busy');
  expect((await fake.nextTurn()).text).toBe('One');
  expect((await thread.run('Two')).finalResponse).toBe('Done.');
  expect(fake.thread(thread.id)?.turns).toMatchObject([
    { status: 'completed' },
    { status: 'completed' },
  ]);
});

it('begins no turn that was interrupted before its answer was out', async () => {
  const gate = new Gate();
  await using fake = new FakeAppServer({ turns: byHand });
  fake.handle('turn/start', async (_, { next }) => {
    const answer = await next();
    await gate.pass();
    return answer;
  });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const starting = thread.run('Go');
  await fake.nextRequest('turn/start');
  await codex.rpc.turn.interrupt({ threadId: thread.id, turnId: '' });
  gate.open();
  await starting.catch(() => {});
  expect(fake.thread(thread.id)?.turns).toMatchObject([{ status: 'interrupted', items: [] }]);
});
