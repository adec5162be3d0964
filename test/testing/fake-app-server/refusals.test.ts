import { describe, expect, it } from 'vitest';
import { Codex } from '../../../runtime/index.js';
import { FakeAppServer, reply, ScriptedModel } from '../../../runtime/testing/index.js';

type Ask = (method: string, params: object) => Promise<unknown>;

/** What is asked of the real runtime and of the fake, and must be answered alike. */
async function program(codex: Codex, ask: Ask): Promise<void> {
  const { id: fresh } = await codex.threadStart();
  await ask('thread/turns/list', { threadId: fresh });
  const unknown = '00000000-0000-7000-8000-0000000000ff';
  await ask('thread/unarchive', { threadId: unknown });

  const thread = await codex.threadStart();
  const threadId = thread.id;
  await thread.run('Hello World');
  await ask('thread/name/set', { threadId, name: '   ' });
  await ask('thread/name/set', { threadId, name: '  A Name ' });
  await ask('thread/read', { threadId });
  const image = { type: 'image', url: 'HTTPS://example.com/a.png' };
  await ask('turn/start', { threadId, input: [image] });

  for (const searchTerm of ['Hello', 'hello', 'A N', ' A']) {
    await ask('thread/list', { searchTerm });
  }
  for (const sourceKinds of [[], ['vscode'], ['appServer'], ['subAgent', 'exec']]) {
    await ask('thread/list', { sourceKinds });
  }
  for (const method of ['thread/list', 'thread/turns/list', 'thread/items/list']) {
    const own = method === 'thread/list' ? {} : { threadId };
    await ask(method, { ...own, limit: 0 });
    await ask(method, { ...own, limit: 1000 });
    await ask(method, { ...own, cursor: 'rubbish' });
  }
  await ask('thread/loaded/list', { limit: 0 });
  await ask('thread/loaded/list', { limit: 1, cursor: fresh });
  await ask('thread/loaded/list', { cursor: 'rubbish' });

  await ask('thread/fork', { threadId, ephemeral: true });
  const fork = await codex.threadFork(threadId);
  await ask('thread/delete', { threadId });
  await codex.threadDelete(fork.id);
  await ask('thread/archive', { threadId });
  await ask('thread/archive', { threadId });
  await ask('thread/name/set', { threadId, name: 'Late' });
  await ask('thread/delete', { threadId });
  await ask('thread/delete', { threadId });

  const { id: ephemeral } = await codex.threadStart({ ephemeral: true });
  for (const method of ['thread/archive', 'thread/delete', 'thread/unarchive']) {
    await ask(method, { threadId: ephemeral });
  }
  await ask('thread/name/set', { threadId: ephemeral, name: 'x' });
}

/** What a goal, metadata, settings and items may be. */
async function changes(codex: Codex, ask: Ask): Promise<void> {
  const { id: threadId } = await codex.threadStart();
  const goal = (params: object): Promise<unknown> =>
    ask('thread/goal/set', { threadId, ...params });
  await ask('thread/goal/get', { threadId });
  await goal({ status: 'paused' });
  await goal({ objective: ' ' });
  await goal({ objective: 'x'.repeat(4001) });
  await goal({ objective: 'x', tokenBudget: 0 });
  await goal({ objective: '  Do it ', status: 'paused', tokenBudget: 10 });
  await goal({ tokenBudget: null });
  await ask('thread/goal/get', { threadId });
  await ask('thread/goal/clear', { threadId });
  await ask('thread/goal/clear', { threadId });

  const metadata = (params: object): Promise<unknown> =>
    ask('thread/metadata/update', { threadId, ...params });
  await metadata({});
  await metadata({ gitInfo: null });
  await metadata({ gitInfo: {} });
  await metadata({ gitInfo: { branch: ' ' } });
  await metadata({ gitInfo: { sha: 'abc', branch: 'main' } });
  await metadata({ gitInfo: { branch: null }, daybreakEnabled: true });
  await metadata({ projectId: 'nope' });

  await ask('thread/settings/update', { threadId });
  await ask('thread/settings/update', { threadId, effort: 'high', summary: 'concise' });
  await ask('thread/inject_items', { threadId, items: [] });
  await ask('thread/inject_items', { threadId, items: [{ a: 1 }] });
  const content = [{ type: 'input_text', text: 'Told.' }];
  await ask('thread/inject_items', {
    threadId,
    items: [{ type: 'message', role: 'user', content }],
  });
  const unknown = '00000000-0000-7000-8000-0000000000ff';
  for (const method of ['thread/goal/get', 'thread/settings/update']) {
    await ask(method, { threadId: unknown });
  }
  await ask('thread/metadata/update', { threadId: unknown, gitInfo: { sha: 'x' } });
  const { id: ephemeral } = await codex.threadStart({ ephemeral: true });
  await ask('thread/goal/get', { threadId: ephemeral });
  await ask('thread/metadata/update', { threadId: ephemeral, gitInfo: { sha: 'x' } });

  await ask('account/rateLimits/read', {});
  await ask('account/usage/read', {});
  await ask('account/login/cancel', { loginId: unknown });
  await ask('model/list', { limit: 0 });
}

/** What a client may say that has not declared itself able to. */
async function stable(codex: Codex, ask: Ask): Promise<void> {
  const { id: threadId } = await codex.threadStart();
  const { id: goes } = await codex.threadStart();
  for (const params of [
    { dynamicTools: [] },
    { experimentalRawEvents: true },
    { allowProviderModelFallback: true, dynamicTools: [] },
  ]) {
    await ask('thread/start', params);
  }
  await ask('thread/start', { dynamicTools: null, experimentalRawEvents: false, ephemeral: true });
  const input = [{ type: 'text', text: 'x' }];
  await ask('turn/start', { threadId, input, environments: [] });
  await ask('thread/resume', { threadId, initialTurnsPage: {} });
  await ask('thread/fork', { threadId, beforeTurnId: goes });
  await ask('thread/metadata/update', { threadId, daybreakEnabled: false });
  await ask('thread/list', { parentThreadId: goes });
  await ask('thread/list', { includeAttachedThreads: false });
}

describe('the fake answers as the real runtime does', () => {
  it.each<[string, typeof program, { experimentalApi?: boolean }]>([
    ['about threads', program, {}],
    ['about what changes', changes, {}],
    ['to clients of the stable protocol', stable, { experimentalApi: false }],
  ])('%s', async (_what, what, config) => {
    await using model = await ScriptedModel.start(() => reply.text('Done.'));
    await using fake = new FakeAppServer();
    const real = await answers(new Codex({ ...model.configFor(), ...config, retry: false }), what);
    const faked = await answers(new Codex(fake.config({ ...config, retry: false })), what);
    expect(faked).toEqual(real);
  });
});

/** What there is in the answers of either, apart from what each makes up by itself. */
async function answers(
  codex: Codex,
  what: (codex: Codex, ask: Ask) => Promise<void>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  await what(codex, async (method, params) => {
    const line = await codex.rpc.requestUntyped(method, params).then(
      (result) => JSON.stringify(gist(result)),
      (error: unknown) => String(error),
    );
    const ids = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
    const asked = `${method} ${JSON.stringify(params)}`.slice(0, 200);
    lines.push(`${asked}: ${line}`.replaceAll(ids, 'ID'));
  });
  await codex.close();
  return lines;
}

/** How much there is in lists and whether there is more, how a thread is called, what a goal is. */
function gist(result: unknown): unknown {
  const { data, nextCursor, backwardsCursor, thread, goal, ...rest } = result as {
    readonly data?: readonly unknown[];
    readonly nextCursor?: string | null;
    readonly backwardsCursor?: string | null;
    readonly thread?: {
      readonly name: unknown;
      readonly gitInfo: unknown;
      readonly daybreakEnabled: unknown;
      readonly source: unknown;
    };
    readonly goal?: { readonly createdAt: number; readonly updatedAt: number } | null;
  };
  if (data) return [data.length, nextCursor !== null, typeof backwardsCursor];
  if (thread) return [thread.name, thread.gitInfo, thread.daybreakEnabled, thread.source];
  if (goal) return { ...goal, createdAt: 0, updatedAt: 0, timeUsedSeconds: 0 };
  return { goal, ...rest };
}
