import { expect, it } from 'vitest';
import {
  Codex,
  InternalRpcError,
  InvalidRequestError,
  MethodNotFoundError,
  ServerBusyError,
} from '../../../runtime/index.js';
import { FakeAppServer, rpcError } from '../../../runtime/testing/index.js';

it('answers as the test says, and says how to when nobody has', async () => {
  await using fake = new FakeAppServer({
    methods: { 'skills/list': () => ({ data: [] }) },
  });
  await using codex = new Codex(fake.config());
  expect(await codex.rpc.skills.list({})).toEqual({ data: [] });
  const error: unknown = await codex.rpc.app.list({}).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(MethodNotFoundError);
  expect((error as Error).message).toContain("fake.handle('app/list', (params) => result)");
  expect((await codex.models()).data).toMatchObject([{ id: 'fake-model', isDefault: true }]);
  fake.handle('model/list', ({ limit }) => ({ data: [], nextCursor: String(limit) }));
  expect(await codex.rpc.model.list({ limit: 3 })).toEqual({ data: [], nextCursor: '3' });
});

it('asks the answer before it, the newest handler first', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  fake.handle('thread/start', async (_params, { next }) => ({ ...(await next()), model: 'first' }));
  const second = fake.handle('thread/start', async ({ cwd }, { next }) => {
    const answer = await next();
    return { ...answer, model: `${answer.model}, second`, cwd: cwd ?? answer.cwd };
  });
  const thread = await codex.threadStart({ cwd: '/here' });
  expect(thread.details).toMatchObject({ model: 'first, second', cwd: '/here' });
  expect((await thread.run('Hi')).status).toBe('completed');
  second[Symbol.dispose]();
  expect((await codex.threadStart()).details.model).toBe('first');
});

it('refuses as the runtime does, as often as it is told to', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config({ retry: false }));
  const busy = (): never => {
    throw rpcError(-32001, 'Server overloaded; retry later.', { retryAfterMs: 5 });
  };
  fake.handle('thread/start', busy, { times: 2 });
  const error: unknown = await codex.threadStart().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ServerBusyError);
  expect(error).toMatchObject({ rpcCode: -32001, data: { retryAfterMs: 5 } });
  await expect(codex.threadStart()).rejects.toThrow(ServerBusyError);
  const thread = await codex.threadStart();
  fake.handle('turn/start', () => Promise.reject(rpcError(-32600, 'not now')), { times: 1 });
  await expect(thread.run('Hi')).rejects.toThrow(InvalidRequestError);
  expect((await thread.run('Hi')).finalResponse).toBe('Done.');
});

it('leaves a request open, and lets the test wait for requests', async () => {
  await using fake = new FakeAppServer();
  await using codex = await Codex.start(fake.config());
  const gone: unknown[] = [];
  fake.handle('thread/list', (_params, { signal }) => {
    signal.addEventListener('abort', () => gone.push('gone'));
    return new Promise(() => {});
  });
  const cancel = new AbortController();
  const listed = codex.threadList({ limit: 1, signal: cancel.signal });
  const later = fake.nextRequest('thread/list').then(() => fake.nextRequest('thread/list'));
  const { method, params } = await fake.nextRequest('initialize');
  expect([method, params.clientInfo.name]).toEqual(['initialize', 'codex-app-server-sdk']);
  const again = codex.threadList({ limit: 2, timeoutMs: 60_000 });
  expect((await later).params).toEqual({ limit: 2 });
  cancel.abort();
  await expect(listed).rejects.toThrow('abort');
  expect(fake.requests.map((request) => request.method)).toEqual([
    'initialize',
    'thread/list',
    'thread/list',
  ]);
  expect(fake.requestsOf('thread/list').map(({ params }) => params.limit)).toEqual([1, 2]);
  await expect(fake.nextRequest('thread/list', { timeoutMs: 1 })).rejects.toMatchObject({
    code: 'not_received',
    message: '2 of 3 requests thread/list came in 1 ms',
  });
  const closing = expect(again).rejects.toThrow('closed');
  await codex.close();
  await closing;
  expect(gone).toEqual(['gone', 'gone']);
});

it('keeps what a handler throws', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  fake.handle('thread/list', () => {
    throw new TypeError('cannot read properties of undefined');
  });
  await expect(codex.threadList()).rejects.toThrow(InternalRpcError);
  expect(fake.takeFaults()).toMatchObject([
    { code: 'handler_failed', message: /The handler of thread\/list threw: cannot read/ },
  ]);
});

it('takes methods and sends notifications that are newer than the schema', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  fake.handleUntyped('thread/dream', (params) => ({ dreamt: params }));
  expect(await codex.rpc.requestUntyped('thread/dream', { of: 'sheep' })).toEqual({
    dreamt: { of: 'sheep' },
  });
  const seen: unknown[] = [];
  codex.on('*', (notification) => seen.push(notification));
  fake.notifyUntyped('thread/dreamt', { of: 'sheep' });
  expect(seen).toEqual([{ method: 'thread/dreamt', params: { of: 'sheep' } }]);
});

it('sends no notification that the client did not want', async () => {
  await using fake = new FakeAppServer();
  await using codex = await Codex.start(
    fake.config({ optOutNotificationMethods: ['thread/name/updated'] }),
  );
  const seen: string[] = [];
  codex.on('*', ({ method }) => seen.push(method));
  const thread = await codex.threadStart();
  await thread.setName('A name');
  expect(seen).toEqual(['thread/started']);
});

it('refuses experimental methods to a client that has not declared itself able to', async () => {
  await using fake = new FakeAppServer();
  const transport = fake.connect();
  const answers: unknown[] = [];
  await transport.open({
    message: (text) => answers.push(JSON.parse(text)),
    invalid: () => {},
    closed: () => {},
  });
  const clientInfo = { name: 'raw', version: '1' };
  await transport.send(JSON.stringify({ id: 1, method: 'initialize', params: { clientInfo } }));
  await transport.send(JSON.stringify({ id: 2, method: 'initialize', params: { clientInfo } }));
  await transport.send(JSON.stringify({ id: 3, method: 'memory/reset' }));
  await fake.nextRequest('memory/reset');
  expect(answers).toMatchObject([
    { id: 1, result: { platformOs: 'linux' } },
    { id: 2, error: { code: -32600, message: 'Already initialized' } },
    { id: 3, error: { message: 'memory/reset requires experimentalApi capability' } },
  ]);
});
