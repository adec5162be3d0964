import { expect, it } from 'vitest';
import { Codex } from '../../../runtime/index.js';
import {
  FakeAppServer,
  type FakeTurn,
  type ItemDraft,
  type TurnFunction,
} from '../../../runtime/testing/index.js';

/** The items of one kind of event, as they went over the wire. */
async function played(turns: TurnFunction): Promise<Record<'started' | 'completed', unknown[]>> {
  await using fake = new FakeAppServer({ turns });
  await using codex = new Codex(fake.config());
  await (await codex.threadStart()).run('Go');
  const of = (method: string): unknown[] =>
    fake.traffic.flatMap(({ message }) => {
      const { method: its, params } = message as { method?: string; params?: { item?: object } };
      return its === method ? [params?.item] : [];
    });
  return { started: of('item/started').slice(1), completed: of('item/completed').slice(1) };
}

const whole: Readonly<Record<string, readonly [draft: ItemDraft, begun: object]>> = {
  agentMessage: [{ type: 'agentMessage', text: 'Hi' }, { text: '' }],
  plan: [{ type: 'plan', text: 'Do it' }, { text: '' }],
  reasoning: [
    { type: 'reasoning', summary: ['s'], content: ['c'] },
    { summary: [], content: [] },
  ],
  commandExecution: [
    {
      type: 'commandExecution',
      command: 'ls',
      status: 'failed',
      aggregatedOutput: 'a',
      exitCode: 1,
      durationMs: 7,
    },
    {
      command: 'ls',
      status: 'inProgress',
      aggregatedOutput: null,
      exitCode: null,
      durationMs: null,
    },
  ],
  fileChange: [{ type: 'fileChange', status: 'declined' }, { status: 'inProgress' }],
  mcpToolCall: [
    { type: 'mcpToolCall', server: 's', tool: 't', status: 'failed', error: { message: 'no' } },
    { server: 's', tool: 't', status: 'inProgress', result: null, error: null, durationMs: null },
  ],
  dynamicToolCall: [
    { type: 'dynamicToolCall', tool: 't', success: true, contentItems: [] },
    { tool: 't', status: 'inProgress', success: null, contentItems: null, durationMs: null },
  ],
  'collabAgentToolCall, of a new agent': [
    {
      type: 'collabAgentToolCall',
      tool: 'spawnAgent',
      prompt: 'p',
      receiverThreadIds: ['a'],
      agentsStates: { a: { status: 'running', message: null } },
    },
    { prompt: 'p', status: 'inProgress', receiverThreadIds: [], agentsStates: {} },
  ],
  'collabAgentToolCall, of one that is there': [
    { type: 'collabAgentToolCall', tool: 'sendInput', receiverThreadIds: ['a'] },
    { status: 'inProgress', receiverThreadIds: ['a'] },
  ],
  webSearch: [
    { type: 'webSearch', query: 'q', action: { type: 'other' }, results: [] },
    { query: 'q', action: { type: 'other' }, results: null },
  ],
  imageGeneration: [
    { type: 'imageGeneration', status: 'completed', result: 'aGk=', revisedPrompt: 'hi' },
    { status: 'inProgress', result: '', revisedPrompt: null },
  ],
  sleep: [{ type: 'sleep', durationMs: 5 }, { durationMs: 5 }],
};

it.each(Object.entries(whole))('begins a whole item without its outcome: %s', async (_, item) => {
  const [draft, begun] = item;
  const { started, completed } = await played((turn) => void turn.item(draft));
  expect(started).toMatchObject([begun]);
  expect(completed).toMatchObject([draft]);
});

it('takes an outcome that is there from the start by word', async () => {
  const { started } = await played((turn) => {
    turn.startItem({ type: 'commandExecution', aggregatedOutput: 'so far' });
  });
  expect(started).toMatchObject([{ aggregatedOutput: 'so far' }]);
});

it('says nothing of an item that has been completed', async () => {
  const codes: unknown[] = [];
  let last: FakeTurn | undefined;
  const { completed } = await played((turn) => {
    last = turn;
    const message = turn.startMessage().delta('a');
    message.complete();
    for (const more of [() => message.delta('b'), () => message.complete({ text: 'c' })]) {
      expect(more).toThrow(expect.objectContaining({ code: 'item_over' }));
      codes.push(message.item.text);
    }
  });
  expect(completed).toMatchObject([{ text: 'a' }]);
  expect(codes).toEqual(['a', 'a']);
  expect(() => last?.startMessage()).toThrow(expect.objectContaining({ code: 'turn_over' }));
});
