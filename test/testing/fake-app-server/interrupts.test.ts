import { expect, it } from 'vitest';
import { Codex, type Thread } from '../../../runtime/index.js';
import { FakeAppServer } from '../../../runtime/testing/index.js';

/** What `thread/read` tells of the newest turn. */
async function history(codex: Codex, { id: threadId }: Pick<Thread, 'id'>): Promise<unknown[]> {
  const { thread } = await codex.rpc.thread.read({ threadId, includeTurns: true });
  return thread.turns.at(-1)!.items;
}

it('keeps in history what has been completed, in that order', async () => {
  await using fake = new FakeAppServer({
    turns: (turn) => {
      const slow = turn.startItem({ type: 'plan' }).delta('A');
      turn.item({ type: 'commandExecution', command: 'rm -r /', status: 'declined' });
      turn.item({ type: 'commandExecution', command: 'false', status: 'failed' });
      slow.complete();
      turn.startMessage().delta('Half');
      turn.startItem({ type: 'commandExecution', command: 'sleep 9' });
      return turn.ended;
    },
  });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const turn = await thread.turn('Go');
  const kept = [
    { type: 'userMessage' },
    { type: 'commandExecution', status: 'failed' },
    { type: 'plan' },
  ];
  expect(await history(codex, thread)).toMatchObject(kept);
  const running = await fake.nextTurn();
  expect(running.items.map(({ type }) => type)).toEqual([
    'userMessage',
    'plan',
    'commandExecution',
    'commandExecution',
    'agentMessage',
    'commandExecution',
  ]);
  await turn.interrupt();
  await turn.run();
  expect(await history(codex, thread)).toMatchObject(kept);
});

it('fails the tool call that an interrupt breaks off', async () => {
  await using fake = new FakeAppServer({ turns: (turn) => turn.callTool('slow') });
  await using codex = new Codex(
    fake.config({ handlers: { toolCall: () => new Promise(() => {}) } }),
  );
  const thread = await codex.threadStart();
  const turn = await thread.turn('Go');
  await fake.nextTurn();
  await turn.interrupt();
  const failed = { type: 'dynamicToolCall', status: 'failed', success: false, contentItems: [] };
  const { items, partialItems } = await turn.run();
  expect(items).toMatchObject([{ type: 'userMessage' }, failed]);
  expect(partialItems).toEqual([]);
  expect(await history(codex, thread)).toMatchObject([{ type: 'userMessage' }, failed]);
});

it('interrupts whatever runs for an interrupt without an id', async () => {
  await using fake = new FakeAppServer({ turns: (turn) => turn.ended });
  await using codex = new Codex(fake.config());
  const { id: threadId } = await codex.threadStart();
  await codex.rpc.turn.interrupt({ threadId, turnId: '' });
  const { turn } = await codex.rpc.turn.start({ threadId, input: [{ type: 'text', text: 'Go' }] });
  await expect(codex.rpc.turn.interrupt({ threadId, turnId: 'x' })).rejects.toThrow(
    `expected active turn id x but found ${turn.id}`,
  );
  await codex.rpc.turn.interrupt({ threadId, turnId: '' });
  expect((await (await fake.nextTurn()).ended).status).toBe('interrupted');
});

it('forks a thread whose turn runs: in the fork it has been interrupted', async () => {
  await using fake = new FakeAppServer({ turns: (turn) => turn.ended });
  await using codex = new Codex(fake.config());
  const { id: threadId } = await codex.threadStart();
  const { turn } = await codex.rpc.turn.start({ threadId, input: [{ type: 'text', text: 'Go' }] });
  const { thread: fork } = await codex.rpc.thread.fork({ threadId });
  expect(fork.turns).toMatchObject([
    { id: turn.id, status: 'interrupted', completedAt: null, items: [{ type: 'userMessage' }] },
  ]);
  await expect(codex.rpc.thread.fork({ threadId, lastTurnId: turn.id })).rejects.toThrow(
    `lastTurnId '${turn.id}' identifies an in-progress turn`,
  );
  expect(fake.thread(threadId)?.activeTurn?.isOver).toBe(false);
});

it.each(['completes it', 'does not heed it', 'goes on'])(
  'interrupts the turn when an approval is answered with cancel: the script %s',
  async (how) => {
    const said: unknown[] = [];
    await using fake = new FakeAppServer({
      turns: async (turn) => {
        const command = turn.startItem({ type: 'commandExecution', command: 'make' });
        const { decision } = await turn.request('item/commandExecution/requestApproval', {});
        said.push(decision);
        if (how === 'completes it') command.complete({ status: 'declined' });
        if (how === 'does not heed it') return 'Built.';
        if (how === 'goes on') await new Promise((resolve) => setTimeout(resolve, 0));
        turn.message('Something else, then.');
        said.push('never');
        return undefined;
      },
    });
    const handlers = { commandApproval: () => ({ decision: 'cancel' as const }) };
    await using codex = new Codex(fake.config({ handlers }));
    const thread = await codex.threadStart();
    const result = await thread.run('Go');
    expect(result).toMatchObject({ status: 'interrupted', finalResponse: null });
    expect(result.items).toMatchObject([
      { type: 'userMessage' },
      { type: 'commandExecution', status: 'declined' },
    ]);
    expect(await history(codex, thread)).toMatchObject([{ type: 'userMessage' }]);
    expect(said).toEqual(['cancel']);
  },
);

it('interrupts by hand what the client has cancelled', async () => {
  await using fake = new FakeAppServer({ turns: (turn) => turn.ended });
  const handlers = { fileChangeApproval: () => ({ decision: 'cancel' as const }) };
  await using codex = new Codex(fake.config({ handlers }));
  const running = (await codex.threadStart()).run('Go');
  const turn = await fake.nextTurn();
  turn.startItem({ type: 'fileChange' });
  expect(await turn.request('item/fileChange/requestApproval', {})).toEqual({ decision: 'cancel' });
  expect(turn.isOver).toBe(false);
  turn.complete();
  expect(await running).toMatchObject({
    status: 'interrupted',
    partialItems: [{ type: 'fileChange', status: 'inProgress' }],
  });
});
