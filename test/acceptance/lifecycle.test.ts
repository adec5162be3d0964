import { describe, expect, it } from 'vitest';
import { reply } from '../../runtime/testing/index.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const shared = new SharedRuntime();

function textsOf(turns: readonly { readonly items: readonly object[] }[]): (string | undefined)[] {
  return turns
    .flatMap(({ items }) => items)
    .flatMap((item) => ('text' in item ? [item.text as string] : []));
}

describe('a thread', () => {
  it('has the name that it was given', async () => {
    const thread = await shared.thread([reply.text('Hi')]);
    await thread.run('Hello');
    expect(await thread.setName('A conversation')).toEqual({});
    expect((await thread.read()).thread).toMatchObject({ id: thread.id, name: 'A conversation' });
  });

  it('is read with its turns or without', async () => {
    const thread = await shared.thread([reply.text('First answer'), reply.text('Second answer')]);
    await thread.run('One');
    await thread.run('Two');
    expect((await thread.read()).thread.turns).toEqual([]);
    const { turns } = (await thread.read({ includeTurns: true })).thread;
    expect(turns.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(textsOf(turns)).toEqual(['First answer', 'Second answer']);
  });

  it('goes through its life: run, name, read, resume, fork, archive, unarchive', async () => {
    const { codex } = shared;
    const thread = await shared.thread([reply.text('One'), reply.text('Two')]);
    await thread.run('Begin');
    await thread.setName('Life');
    const resumed = await codex.threadResume(thread.id);
    expect(resumed.details.thread).toMatchObject({ id: thread.id, name: 'Life' });
    expect(textsOf(resumed.details.thread.turns)).toEqual(['One']);
    expect((await resumed.run('Go on')).finalResponse).toBe('Two');
    const fork = await codex.threadFork(thread.id);
    await codex.threadArchive(thread.id);
    const archived = await codex.threadList({ archived: true });
    expect(archived.data.map(({ id }) => id)).toEqual([thread.id]);
    const listed = await codex.threadList();
    expect(listed.data.map(({ id }) => id)).not.toContain(thread.id);
    const back = await codex.threadUnarchive(thread.id);
    expect(textsOf((await back.read({ includeTurns: true })).thread.turns)).toEqual(['One', 'Two']);
    expect(fork.id).not.toBe(thread.id);
  });

  it('that is forked goes its own way, with what was said before', async () => {
    const thread = await shared.thread([reply.text('Shared answer')]);
    await thread.run('Shared question');
    const fork = await shared.fork(thread, [reply.text('Own answer')]);
    expect(fork.id).not.toBe(thread.id);
    expect((await fork.run('Own question')).finalResponse).toBe('Own answer');
    expect(shared.requests(fork).at(-1)?.texts('assistant')).toContain('Shared answer');
    const turns = async (of: typeof thread): Promise<number> =>
      (await of.read({ includeTurns: true })).thread.turns.length;
    expect([await turns(thread), await turns(fork)]).toEqual([1, 2]);
  });

  it('is resumed with its turns, or without if they are not wanted', async () => {
    const thread = await shared.thread([reply.text('Answer')]);
    await thread.run('Question');
    const { codex } = shared;
    const whole = await codex.threadResume(thread.id);
    expect(textsOf(whole.details.thread.turns)).toEqual(['Answer']);
    const bare = await codex.threadResume(thread.id, { excludeTurns: true });
    expect(bare.details.thread.turns).toEqual([]);
    const fork = await codex.threadFork(thread.id, { excludeTurns: true });
    expect(fork.details.thread.turns).toEqual([]);
  });

  it('that is deleted is gone', async () => {
    const thread = await shared.thread([reply.text('Hi')]);
    await thread.run('Hello');
    await shared.codex.threadDelete(thread.id);
    await expect(shared.codex.threadResume(thread.id)).rejects.toMatchObject({
      name: 'InvalidRequestError',
    });
  });
});

it('the models on offer are listed, hidden ones if they are asked for', async () => {
  const { data } = await shared.codex.models();
  expect(data.map(({ id }) => id)).toEqual(['scripted-model']);
  expect(data[0]).toMatchObject({ isDefault: true, hidden: false });
  const all = await shared.codex.models({ includeHidden: true });
  expect(all.data.length).toBeGreaterThanOrEqual(data.length);
});

it('all options of a list are taken by the runtime', async () => {
  const thread = await shared.thread([reply.text('Hi')]);
  await thread.run('A needle in the hay');
  await thread.setName('needle');
  const { cwd } = thread.details;
  const { data, nextCursor } = await shared.codex.threadList({
    archived: false,
    cwd,
    limit: 1,
    modelProviders: ['scripted'],
    searchTerm: 'needle',
    sortDirection: 'desc',
    sortKey: 'created_at',
    useStateDbOnly: true,
  });
  expect(data.map(({ id }) => id)).toEqual([thread.id]);
  expect(nextCursor).toBeNull();
});
