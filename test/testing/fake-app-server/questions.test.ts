import { expect, it } from 'vitest';
import { Codex, defer, JsonRpcError, tool } from '../../../runtime/index.js';
import { FakeAppServer, InvalidMessageError } from '../../../runtime/testing/index.js';

it('asks the client during a turn, and tells what the thread waits for', async () => {
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      const command = turn.startItem({ type: 'commandExecution', command: 'rm x' });
      const { decision } = await turn.request('item/commandExecution/requestApproval', {
        command: 'rm x',
      });
      command.complete({ status: decision === 'accept' ? 'completed' : 'declined' });
      const { permissions } = await turn.request('item/permissions/requestApproval', {
        permissions: { network: { enabled: true } },
      });
      const { answers } = await turn.request('item/tool/requestUserInput', {
        questions: [{ id: 'q', header: 'Which', question: 'Which one?' }],
      });
      const { action } = await turn.request('mcpServer/elicitation/request', {
        serverName: 'files',
        mode: 'form',
        message: 'Why?',
        requestedSchema: { type: 'object', properties: {} },
      });
      const change = await turn.request('item/fileChange/requestApproval', {});
      return JSON.stringify([decision, permissions, answers, action, change.decision]);
    },
  });
  const waits: unknown[] = [];
  await using codex = new Codex(
    fake.config({
      handlers: {
        commandApproval: () => ({ decision: 'accept' }),
        permissionsApproval: ({ permissions }) => ({ permissions }),
        userInput: ({ questions }) => ({ answers: { [questions[0]!.id]: { answers: ['this'] } } }),
        elicitation: () => ({ action: 'decline' }),
      },
    }),
  );
  codex.on('thread/status/changed', ({ params: { status } }) => {
    if (status.type === 'active') waits.push(...status.activeFlags);
  });
  const { finalResponse, items } = await (await codex.threadStart()).run('Go');
  expect(JSON.parse(finalResponse ?? '')).toEqual([
    'accept',
    { network: { enabled: true } },
    { q: { answers: ['this'] } },
    'decline',
    'decline',
  ]);
  expect(items[1]).toMatchObject({ type: 'commandExecution', status: 'completed' });
  const [approval, user] = ['waitingOnApproval', 'waitingOnUserInput'];
  expect(waits).toEqual([approval, approval, user, approval, approval]);
  const resolved = fake.traffic.filter(
    ({ message }) => (message as { method?: string }).method === 'serverRequest/resolved',
  );
  expect(resolved).toHaveLength(5);
});

it('tells that it waits once, however many questions are open', async () => {
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      const approval = (command: string): Promise<unknown> =>
        turn.request('item/commandExecution/requestApproval', { command });
      const question = turn.request('item/tool/requestUserInput', { questions: [] });
      await Promise.all([approval('make'), approval('make install')]);
      await question;
    },
  });
  await using codex = new Codex(
    fake.config({
      handlers: {
        commandApproval: () => ({ decision: 'accept' }),
        userInput: () => ({ answers: {} }),
      },
    }),
  );
  const waits: string[] = [];
  codex.on('thread/status/changed', ({ params: { status } }) => {
    if (status.type === 'active') waits.push(status.activeFlags.join());
  });
  await (await codex.threadStart()).run('Go');
  expect(waits[0]).toBe('');
  expect(waits.slice(1, 3)).toEqual(['waitingOnUserInput', 'waitingOnUserInput,waitingOnApproval']);
  expect(waits).toHaveLength(5);
  expect(waits.at(-1)).toBe('');
});

it('calls the tools of the client', async () => {
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      const { contentItems, success } = await turn.callTool('stock', { part: 'bolt' });
      const missing = await turn.callTool('nothing');
      return `${JSON.stringify(contentItems)} ${String(success)} ${String(missing.success)}`;
    },
  });
  await using codex = new Codex(fake.config());
  const stock = tool({
    name: 'stock',
    description: 'How many there are',
    input: { type: 'object', properties: { part: { type: 'string' } } },
    execute: ({ part }) => `12 ${String(part)}s`,
  });
  const thread = await codex.threadStart({ tools: [stock] });
  const { finalResponse, items } = await thread.run('Count');
  expect(finalResponse).toBe('[{"type":"inputText","text":"12 bolts"}] true false');
  expect(items.filter(({ type }) => type === 'dynamicToolCall')).toMatchObject([
    { tool: 'stock', status: 'completed', success: true },
    { tool: 'nothing', status: 'failed', success: false },
  ]);
  expect(fake.requestsOf('thread/start')[0]?.params.dynamicTools).toMatchObject([
    { name: 'stock' },
  ]);
});

it('asks outside of turns, and gets errors as errors', async () => {
  await using fake = new FakeAppServer();
  await using codex = await Codex.start(fake.config());
  const { id: threadId } = await codex.threadStart();
  const { currentTimeAt } = await fake.request('currentTime/read', { threadId });
  expect(currentTimeAt).toBeGreaterThan(0);
  const refused: unknown = await fake
    .request('account/chatgptAuthTokens/refresh', { reason: 'unauthorized' })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(JsonRpcError);
  expect(refused).toMatchObject({ method: 'account/chatgptAuthTokens/refresh' });
});

it('takes back a question that the client has deferred, and one of a turn that ends', async () => {
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      await turn.request('item/tool/requestUserInput', { questions: [] });
    },
  });
  await using codex = new Codex(fake.config({ handlers: { userInput: defer } }));
  const thread = await codex.threadStart();
  const turn = await thread.turn('Go');
  const running = await fake.nextTurn();
  const ids = { threadId: thread.id, turnId: turn.id, itemId: 'i' };
  const withdrawal = new AbortController();
  const withdrawn = fake.request(
    'item/tool/requestUserInput',
    { ...ids, questions: [], isBlocking: true },
    { signal: withdrawal.signal },
  );
  expect(codex.openRequests.size).toBe(2);
  withdrawal.abort();
  await expect(withdrawn).rejects.toThrow('was withdrawn');
  expect(codex.openRequests.size).toBe(1);
  await turn.interrupt();
  await running.ended;
  expect(codex.openRequests.size).toBe(0);
});

it('rejects a question whose answer does not fit, and keeps it', async () => {
  await using fake = new FakeAppServer();
  await using codex = await Codex.start(
    fake.config({ handlers: { currentTime: () => ({ currentTimeAt: 'noon' as never }) } }),
  );
  const { id: threadId } = await codex.threadStart();
  const error: unknown = await fake
    .request('currentTime/read', { threadId })
    .catch((error: unknown) => error);
  expect(error).toBeInstanceOf(InvalidMessageError);
  expect(error).toMatchObject({
    from: 'client',
    method: 'currentTime/read',
    pointer: '/result/currentTimeAt',
    wireMessage: { result: { currentTimeAt: 'noon' } },
  });
  expect(fake.takeFaults()).toEqual([error]);
});
