import { expect, it } from 'vitest';
import { Codex, MethodNotFoundError, Sandbox } from '../../../runtime/index.js';
import { byHand, FakeAppServer } from '../../../runtime/testing/index.js';

async function ids(threads: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  const all: string[] = [];
  for await (const { id } of threads) all.push(id);
  return all;
}

it.each([
  { sandbox_workspace_write: { network_access: true } },
  { 'sandbox_workspace_write.network_access': true },
])('reads the details of workspace-write from the configuration %j', async (config) => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart({ sandbox: Sandbox.workspaceWrite, config });
  expect(thread.details.sandbox).toMatchObject({ type: 'workspaceWrite', networkAccess: true });
});

it('keeps threads from their start to their end', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const told: string[] = [];
  codex.on('*', ({ method }) => {
    if (/^thread\/(?!status|token)/.test(method)) told.push(method);
  });
  const thread = await codex.threadStart({
    cwd: '/project',
    model: 'gpt-x',
    sandbox: Sandbox.workspaceWrite,
  });
  expect(thread.details).toMatchObject({
    cwd: '/project',
    model: 'gpt-x',
    sandbox: { type: 'workspaceWrite', writableRoots: [] },
    thread: { status: { type: 'idle' }, turns: [] },
  });
  expect((await codex.threadList()).data).toEqual([]);
  await thread.run('First');
  await thread.setName('A name');
  const { thread: read } = await thread.read({ includeTurns: true });
  expect(read).toMatchObject({
    name: 'A name',
    preview: 'First',
    turns: [{ status: 'completed' }],
  });

  const fork = await codex.threadFork(thread.id);
  await fork.run('In the fork');
  expect(fork.details.thread.forkedFromId).toBe(thread.id);
  expect((await fork.read({ includeTurns: true })).thread.turns).toHaveLength(2);
  expect(await ids(codex.threads())).toEqual([fork.id, thread.id]);
  expect(await ids(codex.threads({ searchTerm: 'A n', sortDirection: 'asc' }))).toEqual([
    thread.id,
    fork.id,
  ]);

  await codex.threadArchive(thread.id);
  expect(await ids(codex.threads())).toEqual([fork.id]);
  expect(await ids(codex.threads({ archived: true }))).toEqual([thread.id]);
  await expect(thread.run('Still there?')).rejects.toThrow(`thread not found: ${thread.id}`);
  await expect(codex.threadResume(thread.id)).rejects.toThrow('is archived');
  await codex.threadUnarchive(thread.id);
  const resumed = await codex.threadResume(thread.id);
  expect((await resumed.run('Again')).finalResponse).toBe('Done.');
  await expect(codex.threadDelete(thread.id)).rejects.toThrow('forked history');
  await codex.threadDelete(fork.id);
  await expect(codex.threadResume(fork.id)).rejects.toThrow('no rollout found');
  expect(told).toEqual([
    'thread/started',
    'thread/name/updated',
    'thread/started',
    'thread/archived',
    'thread/unarchived',
    'thread/goal/cleared',
    'thread/deleted',
  ]);
});

it('has a history that a test has put there, page by page', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const { id } = fake.addThread({
    name: 'Old',
    turns: [
      { input: 'One', reply: 'Eins' },
      {
        input: [{ type: 'text', text: 'Two' }],
        items: [{ type: 'commandExecution', command: 'ls', status: 'completed' }],
        reply: 'Zwei',
      },
      { input: 'Three', status: 'interrupted' },
    ],
  });
  fake.addThread({ archived: true, turns: [{ input: 'Gone' }] });
  expect(await ids(codex.threads())).toEqual([id]);
  const thread = await codex.threadResume(id);
  const statuses: string[] = [];
  for await (const turn of thread.turns({ limit: 2 })) statuses.push(turn.status);
  expect(statuses).toEqual(['interrupted', 'completed', 'completed']);
  const types: string[] = [];
  for await (const { item } of thread.items({ limit: 2 })) types.push(item.type);
  expect(types).toEqual([
    'userMessage',
    'agentMessage',
    'userMessage',
    'commandExecution',
    'agentMessage',
    'userMessage',
  ]);
  await thread.run('Four');
  expect(fake.thread(id)?.turns).toHaveLength(4);
  await expect(codex.threadList({ cursor: 'rubbish' })).rejects.toThrow('invalid cursor: rubbish');
});

it('has no history of threads that have none', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const turns: unknown[] = [];
  for await (const turn of thread.turns()) turns.push(turn);
  for await (const item of thread.items()) turns.push(item);
  expect(turns).toEqual([]);
  const ephemeral = await codex.threadStart({ ephemeral: true });
  await ephemeral.run('Hi');
  expect(await ids(codex.threads())).toEqual([]);
  await expect(codex.threadFork(ephemeral.id)).rejects.toThrow('no rollout found');
  await expect(codex.rpc.request('thread/items/list', { threadId: ephemeral.id })).rejects.toThrow(
    MethodNotFoundError,
  );
});

it('tells what happens in a thread to those who have it open, and what happens to it to all', async () => {
  await using fake = new FakeAppServer({ turns: byHand });
  await using one = await Codex.start(fake.config());
  await using two = await Codex.start(fake.config());
  const seen: string[] = [];
  two.on('*', ({ method }) => seen.push(method));
  const thread = await one.threadStart();
  const running = thread.run('Hi');
  const turn = await fake.nextTurn();
  turn.message('One only.');
  expect(seen).toEqual(['thread/started', 'thread/status/changed']);
  await two.threadResume(thread.id);
  turn.message('For both.');
  expect(seen).toContain('item/agentMessage/delta');
  turn.complete();
  await running;
  expect(seen.at(-1)).toBe('turn/completed');
});

it('knows who is logged in', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  expect((await codex.account()).account).toBeNull();
  await codex.loginApiKey('sk-anything');
  expect((await codex.account()).account).toEqual({ type: 'apiKey' });
  await codex.logout();
  expect((await codex.account()).account).toBeNull();
});

it('tells what has become of the settings, and only when something has', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const { id: threadId } = await codex.threadStart();
  const told: unknown[] = [];
  codex.on('thread/settings/updated', ({ params }) => told.push(params.threadSettings));
  const update = (params: object): Promise<unknown> =>
    codex.rpc.request('thread/settings/update', { threadId, ...params });
  await update({});
  await update({ effort: 'high', personality: 'friendly' });
  await update({ effort: 'high', model: 'other' });
  await update({ model: 'other' });
  expect(told).toMatchObject([
    { effort: 'high', personality: 'friendly', model: 'fake-model' },
    { effort: 'high', personality: 'friendly', model: 'other' },
  ]);
  expect(fake.thread(threadId)?.settings).toMatchObject({ model: 'other' });
});

it('takes a command of the user as a turn, or into the turn that runs', async () => {
  await using fake = new FakeAppServer({ turns: byHand });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const command = { threadId: thread.id, command: 'ls' };
  await codex.rpc.request('thread/shellCommand', command);
  await (
    await fake.nextTurn()
  ).ended;
  const running = thread.run('Hi');
  const turn = await fake.nextTurn();
  await codex.rpc.request('thread/shellCommand', command);
  turn.complete();
  await running;
  expect(fake.thread(thread.id)?.turns.map(({ items }) => items.at(-1))).toMatchObject([
    { type: 'commandExecution', source: 'userShell', exitCode: 0 },
    { type: 'commandExecution', source: 'userShell', exitCode: 0 },
  ]);
});

it('pages back and forth, from the same place whatever comes and goes', async () => {
  await using fake = new FakeAppServer();
  const [a, b, c, d] = Array.from(
    { length: 4 },
    (_, index) => fake.addThread({ turns: [{ input: String(index) }] }).id,
  );
  await using codex = new Codex(fake.config());
  const first = await codex.threadList({ limit: 2 });
  expect(first.data.map(({ id }) => id)).toEqual([d, c]);
  await codex.threadDelete(c!);
  fake.addThread({ turns: [{ input: 'new' }] });
  const second = await codex.threadList({ limit: 1, cursor: first.nextCursor! });
  expect(second.data.map(({ id }) => id)).toEqual([b]);
  const back = await codex.threadList({
    cursor: second.backwardsCursor!,
    sortDirection: 'asc',
    limit: 2,
  });
  expect(back.data.map(({ id }) => id)).toEqual([b, d]);
  expect((await codex.threadList({ cursor: second.nextCursor! })).data[0]?.id).toBe(a);
});

it('tells what happens in a thread to its subscribers alone', async () => {
  await using fake = new FakeAppServer({ turns: byHand });
  const first = new Codex(fake.config());
  await using second = await Codex.start(fake.config());
  await using third = await Codex.start(fake.config());
  const seen: string[] = [];
  for (const codex of [second, third]) codex.on('*', ({ method }) => seen.push(method));
  const thread = await first.threadStart();
  await thread.turn('Go');
  const turn = await fake.nextTurn();
  await second.threadResume(thread.id);
  await second.rpc.thread.unsubscribe({ threadId: thread.id });
  await first.close();
  seen.length = 0;
  turn.message('Among ourselves.');
  turn.complete();
  expect(seen).toEqual(['thread/status/changed', 'thread/status/changed']);
  expect(fake.thread(thread.id)?.turns).toMatchObject([{ status: 'completed' }]);
});
