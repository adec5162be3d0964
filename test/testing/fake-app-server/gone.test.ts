import { expect, it } from 'vitest';
import { Codex, type CodexConfig, defer, type TurnHandle } from '../../../runtime/index.js';
import { FakeAppServer, type FakeTurn, FakeServerError } from '../../../runtime/testing/index.js';

/** How a client leaves a turn whose script waits for it. */
const leavings: Readonly<
  Record<string, (with_: { fake: FakeAppServer; codex: Codex; turn: TurnHandle }) => unknown>
> = {
  'is interrupted': ({ turn }) => turn.interrupt(),
  'is left by its client': ({ codex }) => codex.close(),
  'dies with the runtime': ({ fake }) => {
    fake.crash();
  },
  'loses its connection': ({ fake }) => {
    fake.disconnect();
  },
  'is archived': ({ codex, turn }) => codex.threadArchive(turn.threadId),
  'is over with its server': ({ fake }) => fake.close(),
};

const waits: Readonly<Record<string, (turn: FakeTurn) => Promise<unknown>>> = {
  'an approval': (turn) =>
    turn.request('item/commandExecution/requestApproval', { command: 'make' }),
  'a tool': (turn) => turn.callTool('slow'),
  'a steer': (turn) => turn.nextSteer(),
};

const never = (): Promise<never> => new Promise(() => {});
const silent: CodexConfig = { handlers: { commandApproval: never, toolCall: never } };

for (const [what, wait] of Object.entries(waits)) {
  it.each(Object.entries(leavings))(
    `ends a script that waits for ${what}: the turn %s`,
    async (_, leave) => {
      let ended: unknown;
      await using fake = new FakeAppServer({
        turns: async (turn) => {
          try {
            await wait(turn);
          } catch (error) {
            ended = error;
            throw error;
          }
        },
      });
      await using codex = new Codex(fake.config(silent));
      const turn = await (await codex.threadStart()).turn('Go');
      await fake.nextTurn();
      await leave({ fake, codex, turn });
      await fake.close();
      expect(ended).toBeInstanceOf(FakeServerError);
      expect(ended).toMatchObject({ code: 'turn_over' });
    },
  );
}

it.each(['threadArchive', 'threadDelete'] as const)(
  '%s interrupts the turn that runs',
  async (method) => {
    await using fake = new FakeAppServer({ turns: (turn) => waits['an approval']!(turn) });
    await using codex = new Codex(fake.config({ handlers: { commandApproval: defer } }));
    const thread = await codex.threadStart();
    const turn = await thread.turn('Go');
    expect(codex.openRequests.size).toBe(1);
    const from = fake.traffic.length;
    await codex[method](thread.id);
    expect((await turn.run()).status).toBe('interrupted');
    expect(codex.openRequests.size).toBe(0);
    expect(told(fake).slice(from)).toEqual([
      `thread/${method === 'threadArchive' ? 'archive' : 'delete'}`,
      'thread/status/changed',
      'turn/completed',
      'serverRequest/resolved',
      'thread/status/changed',
      undefined,
      `thread/${method === 'threadArchive' ? 'archived' : 'deleted'}`,
    ]);
  },
);

it('leaves alone what nobody has waited for when the turn ends', async () => {
  await using fake = new FakeAppServer({
    turns: (turn) => {
      for (const wait of Object.values(waits)) void wait(turn);
      return 'Never mind.';
    },
  });
  await using codex = new Codex(fake.config(silent));
  expect((await (await codex.threadStart()).run('Go')).finalResponse).toBe('Never mind.');
});

it('tells with its close what scripts throw when their turns have ended', async () => {
  const fake = new FakeAppServer({
    turns: async (turn) => {
      await turn.ended;
      throw new RangeError('not what was expected');
    },
  });
  const codex = new Codex(fake.config());
  await (await codex.threadStart()).turn('Go');
  await fake.nextTurn();
  await expect(fake.close()).rejects.toThrow('not what was expected');
  await codex.close();
});

it('keeps what a script throws after the close', async () => {
  let go: () => void = () => {};
  const waiting = new Promise<void>((resolve) => {
    go = resolve;
  });
  const fake = new FakeAppServer({
    turns: async () => {
      await waiting;
      throw new RangeError('too late');
    },
    throwOnClose: false,
  });
  const codex = new Codex(fake.config());
  await (await codex.threadStart()).turn('Go');
  const turn = await fake.nextTurn();
  await codex.close();
  await fake.close();
  expect(turn.isOver).toBe(true);
  go();
  await expect.poll(() => fake.faults).toMatchObject([{ cause: { message: 'too late' } }]);
});

it('says one thing once, though the script throws it as well', async () => {
  const fake = new FakeAppServer({ turns: (turn) => waits['an approval']!(turn) });
  const handlers = { commandApproval: () => ({ decision: 'perhaps' as never }) };
  await using codex = new Codex(fake.config({ handlers }));
  await expect((await codex.threadStart()).run('Go')).rejects.toThrow('/result/decision');
  expect(fake.faults).toHaveLength(1);
  await expect(fake.close()).rejects.toBe(fake.faults[0]);
});

function told(fake: FakeAppServer): (string | undefined)[] {
  return fake.traffic.map(({ message }) => (message as { readonly method?: string }).method);
}
