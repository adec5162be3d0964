import { expect, it } from 'vitest';
import { Codex, type ServerNotification, TurnFailedError } from '../../../runtime/index.js';
import {
  byHand,
  FakeAppServer,
  FakeServerError,
  Gate,
  InvalidMessageError,
} from '../../../runtime/testing/index.js';

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

it('answers a turn that nobody has scripted', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  expect(await thread.run('Hi')).toMatchObject({
    status: 'completed',
    finalResponse: 'Done.',
    items: [{ type: 'userMessage' }, { type: 'agentMessage', phase: null }],
    usage: { total: { totalTokens: 0 } },
  });
});

it('says what scripts say, one for each turn, with the input before them', async () => {
  await using fake = new FakeAppServer({
    turns: [
      'Hello!',
      ({ text, params }) => `You said ${text} to ${String(params.model)}`,
      (turn) => {
        turn.reasoning('Look first.');
        turn.message('One moment.', { phase: 'commentary' });
        turn.item({ type: 'commandExecution', command: 'ls', aggregatedOutput: 'a', exitCode: 0 });
        turn.message(['Two ', 'files.'], { phase: 'final_answer' });
        turn.usage({ inputTokens: 10, outputTokens: 5 });
      },
    ],
  });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  expect((await thread.run('Hi')).finalResponse).toBe('Hello!');
  expect((await thread.run('this', { model: 'm' })).finalResponse).toBe('You said this to m');
  expect(fake.remaining).toBe(1);
  const turn = await thread.turn('Look');
  expect(await collected(turn.text())).toEqual(['One moment.', 'Two ', 'files.']);
  const result = await turn.run();
  expect(result.items.map(({ type }) => type)).toEqual([
    'userMessage',
    'reasoning',
    'agentMessage',
    'commandExecution',
    'agentMessage',
  ]);
  expect(result.items[3]).toMatchObject({ command: 'ls', cwd: '/workspace', status: 'completed' });
  expect(result).toMatchObject({ finalResponse: 'Two files.' });
  expect(result.usage?.last).toMatchObject({ inputTokens: 10, totalTokens: 15 });
});

it('counts no tokens that were refused', async () => {
  await using fake = new FakeAppServer({
    turns: (turn) => {
      for (const inputTokens of ['x' as never, 1.5, Number.NaN]) {
        expect(() => turn.usage({ inputTokens })).toThrow(InvalidMessageError);
      }
      turn.usage({ inputTokens: 3 });
    },
  });
  await using codex = new Codex(fake.config());
  const { usage } = await (await codex.threadStart()).run('Go');
  expect(usage?.total).toMatchObject({ inputTokens: 3, totalTokens: 3 });
});

it('lets a script take its time, and completes what is open in the end', async () => {
  const gate = new Gate();
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      const message = turn.startMessage().delta('One, ');
      const command = turn.startItem({ type: 'commandExecution', command: 'count' }).delta('1\n');
      const thought = turn.startItem({ type: 'reasoning' }).delta('Then ');
      await gate.pass();
      thought.delta('two.').complete();
      message.delta('two.');
      command.delta('2\n').complete({ exitCode: 3, status: 'failed' });
    },
  });
  await using codex = new Codex(fake.config());
  const thoughts: string[] = [];
  codex.on('item/reasoning/summaryTextDelta', ({ params }) => thoughts.push(params.delta));
  const turn = await (await codex.threadStart()).turn('Count');
  const seen: string[] = [];
  for await (const text of turn.text()) {
    seen.push(text);
    gate.open();
  }
  expect(seen).toEqual(['One, ', 'two.']);
  expect(thoughts).toEqual(['Then ', 'two.']);
  const { items, finalResponse } = await turn.run();
  expect(items.find(({ type }) => type === 'reasoning')).toMatchObject({ summary: ['Then two.'] });
  expect(finalResponse).toBe('One, two.');
  const command = items.find(({ type }) => type === 'commandExecution');
  expect(command).toMatchObject({ aggregatedOutput: '1\n2\n', exitCode: 3, status: 'failed' });
});

it('leaves a turn open that the test ends by hand', async () => {
  await using fake = new FakeAppServer({ turns: byHand });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const completed = thread.run('One');
  const first = await fake.nextTurn();
  expect(fake.thread(thread.id)?.activeTurn).toBe(first);
  first.message('By hand.');
  first.complete();
  expect((await completed).finalResponse).toBe('By hand.');

  const failed = thread.run('Two');
  (await fake.nextTurn()).fail('out of room', 'contextWindowExceeded');
  const error = await failed.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TurnFailedError);
  expect(error).toMatchObject({ codexErrorInfo: 'contextWindowExceeded', message: /out of room/ });

  const interrupted = thread.run('Three');
  const third = await fake.nextTurn();
  third.interrupt();
  expect((await interrupted).status).toBe('interrupted');
  expect(await third.ended).toMatchObject({ status: 'interrupted', items: [{}] });
  expect(fake.thread(thread.id)?.activeTurn).toBeUndefined();
});

it('honours an interrupt, and ends the script that goes on', async () => {
  const reached: string[] = [];
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      turn.startMessage().delta('Half');
      await turn.ended;
      reached.push(turn.signal.aborted ? 'aborted' : 'running');
      turn.message('too late');
      reached.push('never');
    },
  });
  await using codex = new Codex(fake.config());
  const turn = await (await codex.threadStart()).turn('Go');
  await turn.interrupt();
  const result = await turn.run();
  expect(result).toMatchObject({ status: 'interrupted', finalResponse: null });
  expect(result.partialItems).toMatchObject([{ type: 'agentMessage', text: 'Half' }]);
  await (
    await fake.nextTurn()
  ).ended;
  expect(reached).toEqual(['aborted']);
  await expect(turn.interrupt()).rejects.toThrow('no active turn to interrupt');
});

it('honours a steer, and refuses those that the runtime refuses', async () => {
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      const { input } = await turn.nextSteer();
      return input[0]?.type === 'text' ? `Then ${input[0].text}` : '';
    },
  });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const turn = await thread.turn('Go left');
  await expect(
    codex.rpc.turn.steer({ threadId: thread.id, expectedTurnId: 'x', input: [] }),
  ).rejects.toThrow('input must not be empty');
  await expect(
    codex.rpc.turn.steer({
      threadId: thread.id,
      expectedTurnId: 'x',
      input: [{ type: 'text', text: 'right' }],
    }),
  ).rejects.toThrow(`expected active turn id \`x\` but found \`${turn.id}\``);
  expect(await turn.steer('right')).toEqual({ turnId: turn.id });
  const { finalResponse, items } = await turn.run();
  expect(finalResponse).toBe('Then right');
  expect(items.filter(({ type }) => type === 'userMessage')).toHaveLength(2);
  await expect(turn.steer('again')).rejects.toThrow('no active turn to steer');
});

it('takes a second start as a steer, as the runtime does', async () => {
  await using fake = new FakeAppServer({ turns: async (turn) => void (await turn.nextSteer()) });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const turn = await thread.turn('One');
  const { turn: same } = await codex.rpc.turn.start({
    threadId: thread.id,
    input: [{ type: 'text', text: 'Two' }],
  });
  expect(same.id).toBe(turn.id);
  expect((await turn.run()).items).toHaveLength(2);
});

it('reviews and compacts', async () => {
  await using fake = new FakeAppServer({ turns: ['Looks good.'] });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const review = await thread.review({ type: 'custom', instructions: 'Look closely' });
  expect(review).toMatchObject({ status: 'completed', finalResponse: 'Looks good.' });
  const [, , exited, answer] = review.items;
  expect(exited).toMatchObject({ type: 'exitedReviewMode', review: 'Looks good.' });
  expect(answer).toMatchObject({ type: 'agentMessage', text: 'Looks good.' });
  expect(review.usage).toBeNull();
  await thread.compact();
  expect(fake.thread(thread.id)?.turns[1]?.items).toMatchObject([{ type: 'contextCompaction' }]);
});

it('ends a review with what the reviewer has said, be it nothing', async () => {
  await using fake = new FakeAppServer({
    turns: [(turn) => void turn.message('By a message.'), () => {}],
  });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  for (const said of ['By a message.', 'Reviewer failed to output a response.']) {
    const { finalResponse, items } = await thread.review({ type: 'uncommittedChanges' });
    expect(finalResponse).toBe(said);
    expect(items.at(-2)).toMatchObject({ type: 'exitedReviewMode', review: said });
  }
});

it('tells an event of any kind with the ids of the turn', async () => {
  await using fake = new FakeAppServer({
    turns: (turn) => {
      turn.notify('error', { error: { message: 'Reconnecting... 1/3' }, willRetry: true });
      turn.notify('turn/diff/updated', { diff: '+1' });
    },
  });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const turn = await thread.turn('Go');
  const events: ServerNotification[] = await collected(turn.stream());
  const ids = { threadId: thread.id, turnId: turn.id };
  expect(events).toContainEqual(
    expect.objectContaining({ method: 'turn/diff/updated', params: { ...ids, diff: '+1' } }),
  );
  expect(events.some(({ method }) => method === 'error')).toBe(true);
});

it('keeps what a script throws, and fails its turn', async () => {
  const fake = new FakeAppServer({
    turns: [
      () => {
        throw new RangeError('no such file');
      },
    ],
  });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  await expect(thread.run('Hi')).rejects.toThrow('no such file');
  await expect(thread.run('And now?')).rejects.toThrow('The script has nothing for turn 2');
  expect(fake.faults).toMatchObject([
    { code: 'script_failed', cause: expect.any(RangeError) },
    { code: 'script_exhausted' },
  ]);
  const error: unknown = await fake.close().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(FakeServerError);
  expect((error as Error).message).toContain('2 things went wrong');
});

it('forgets the faults that a test expects', async () => {
  await using fake = new FakeAppServer({ turns: [] });
  await using codex = new Codex(fake.config());
  await expect((await codex.threadStart()).run('Hi')).rejects.toThrow(TurnFailedError);
  expect(() => fake.assertClean()).toThrow('The script has nothing for turn 1');
  expect(fake.takeFaults()).toHaveLength(1);
  fake.assertClean();
});
