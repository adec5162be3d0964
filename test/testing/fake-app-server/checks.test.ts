import { expect, it } from 'vitest';
import {
  Codex,
  InternalRpcError,
  InvalidParamsError,
  MethodNotFoundError,
} from '../../../runtime/index.js';
import {
  FakeAppServer,
  type FakeServerError,
  InvalidMessageError,
} from '../../../runtime/testing/index.js';

/** What a function throws, or a promise rejects with. */
async function thrownBy(what: () => unknown): Promise<InvalidMessageError> {
  try {
    await what();
  } catch (error) {
    return error as InvalidMessageError;
  }
  throw new Error('Nothing was thrown');
}

it('throws at the test what the test sends wrong, and sends nothing', async () => {
  await using fake = new FakeAppServer({ turns: (turn) => turn.ended });
  await using codex = await Codex.start(fake.config());
  const seen: string[] = [];
  codex.on('*', ({ method }) => seen.push(method));
  const wrong = await thrownBy(() => {
    fake.notify('thread/name/updated', { threadId: 7 as never, threadName: 'x' });
  });
  expect(wrong).toBeInstanceOf(InvalidMessageError);
  expect(wrong).toMatchObject({
    code: 'invalid_message',
    from: 'server',
    method: 'thread/name/updated',
    pointer: '/params/threadId',
    message:
      'The fake server was to send a message of thread/name/updated that does not fit: ' +
      '/params/threadId must be string',
  });
  expect(seen).toEqual([]);
  const unknown = await thrownBy(() => {
    fake.notify('thread/renamed' as never, {} as never);
  });
  expect(unknown.message).toContain('/method is no notification of the runtime: thread/renamed');
  const question = await thrownBy(() => fake.request('item/tool/call', { tool: 'x' } as never));
  expect(question.pointer).toBe('/params');

  const running = (await codex.threadStart()).run('Hi');
  const turn = await fake.nextTurn();
  const item = await thrownBy(() => turn.item({ type: 'plan', text: 7 as never }));
  expect(item.pointer).toBe('/params/item/text');
  const nothing = await thrownBy(() => turn.item({ type: 'poem' } as never));
  expect(nothing.pointer).toBe('/params/item/type');
  turn.complete();
  expect((await running).items).toHaveLength(1);
});

it('rejects its own close when a handler or a script has sent something wrong', async () => {
  const fake = new FakeAppServer({
    turns: [(turn) => turn.notify('turn/diff/updated', { diff: null as never })],
    methods: { 'thread/list': () => ({ data: [{ id: 'x' } as never] }) },
  });
  await using codex = new Codex(fake.config());
  const list = await thrownBy(() => codex.threadList());
  expect(list).toBeInstanceOf(InternalRpcError);
  expect(list.message).toContain('/result/data/0 must have the property');
  await expect((await codex.threadStart()).run('Hi')).rejects.toThrow(
    '/params/diff must be string',
  );
  expect(fake.faults).toMatchObject([
    { from: 'server', method: 'thread/list', pointer: '/result/data/0' },
    { from: 'server', method: 'turn/diff/updated', pointer: '/params/diff' },
  ]);
  await expect(fake.close()).rejects.toThrow('2 things went wrong');
});

it('throws what went wrong once, and keeps it in view', async () => {
  const fake = new FakeAppServer({ turns: [(turn) => turn.fail(7 as never)] });
  await using codex = new Codex(fake.config());
  await expect((await codex.threadStart()).run('Hi')).rejects.toThrow();
  const [fault] = fake.faults;
  await expect(fake.close()).rejects.toBe(fault);
  await fake[Symbol.asyncDispose]();
  expect(fake.faults).toEqual([fault]);
  expect(() => fake.assertClean()).toThrow(fault);
});

it('refuses what the client sends wrong, and fails the test of a program that swallows it', async () => {
  const fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const wrong = await thrownBy(() => codex.rpc.thread.read({ threadId: 7 as never }));
  expect(wrong).toBeInstanceOf(InvalidParamsError);
  expect(wrong.message).toContain('/params/threadId must be string');
  await codex.rpc.requestUntyped('thread/list', { archive: true }).catch(() => {});
  const unknown = await thrownBy(() => codex.rpc.requestUntyped('thread/dream'));
  expect(unknown).toBeInstanceOf(MethodNotFoundError);
  expect(fake.faults).toMatchObject([
    {
      from: 'client',
      method: 'thread/read',
      pointer: '/params/threadId',
      wireMessage: { method: 'thread/read', params: { threadId: 7 } },
    },
    { pointer: '/params/archive', message: /is a property that does not exist/ },
    { pointer: '/method' },
  ]);
  fake.takeFaults().slice(1);
  await fake.close();
});

it('names the first fault when a request that is waited for does not come', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  await codex.rpc.requestUntyped('thread/dream').catch(() => {});
  const missing: unknown = await thrownBy(() => fake.nextRequest('turn/start', { timeoutMs: 1 }));
  expect((missing as Error).message).toMatch(/came in 1 ms\. Before that: .*thread\/dream/);
  expect((missing as FakeServerError).cause).toBe(fake.takeFaults()[0]);
});

it('finds fault with what is no message at all', async () => {
  await using fake = new FakeAppServer();
  const transport = fake.connect();
  const answers: string[] = [];
  await transport.open({
    message: (text) => answers.push(text),
    invalid: () => {},
    closed: () => {},
  });
  const lines = [
    'no json',
    '[]',
    '{"id":null,"method":"thread/list"}',
    '{"id":1,"method":7}',
    '{"method":"finished"}',
    '{"id":99,"result":{}}',
    '{"id":1}',
    '{}',
    '{"id":5,"method":"thread/list","params":{}}',
  ];
  for (const line of lines) await transport.send(line);
  await transport.send('{"method":"initialized"}');
  await transport.close();
  expect(fake.takeFaults().map((fault) => (fault as InvalidMessageError).issues[0])).toEqual([
    { pointer: '', message: 'is no JSON' },
    { pointer: '', message: 'must be object' },
    { pointer: '/id', message: 'must be string or integer' },
    { pointer: '/method', message: 'must be string' },
    { pointer: '/method', message: 'is no notification of the client' },
    { pointer: '/id', message: 'answers no request of the server' },
    { pointer: '', message: 'has no `method`, `result` or `error`' },
    { pointer: '', message: 'has neither `method` nor `id`' },
  ]);
  expect(answers.map((text) => JSON.parse(text) as unknown)).toEqual([
    { id: 5, error: { code: -32600, message: 'Not initialized' } },
  ]);
});

it('says when there is nobody to send to', async () => {
  await using fake = new FakeAppServer();
  const error = await thrownBy(() => {
    fake.notify('thread/name/updated', { threadId: 'x', threadName: null });
  });
  expect(error).toMatchObject({ code: 'not_connected' });
});
