import { describe, expect, it } from 'vitest';
import { TurnFailedError } from '../../runtime/index.js';
import { Gate, type MessagePhase, reply } from '../../runtime/testing/index.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const shared = new SharedRuntime();

describe('a turn', () => {
  it('asks the model, by a stream, with the text of the user', async () => {
    const thread = await shared.thread([reply.text('Hello to you.')]);
    const result = await thread.run('Hello');
    expect(result).toMatchObject({ status: 'completed', finalResponse: 'Hello to you.' });
    const [request] = shared.requests(thread);
    expect(request).toMatchObject({ model: 'scripted-model', threadId: thread.id });
    expect(request?.turnId).toBe(result.id);
    expect(request?.body['stream']).toBe(true);
    expect(request?.userTexts.at(-1)).toBe('Hello');
  });

  it('takes another model, and reports what was used, by the turn and in all', async () => {
    const used = { input: 100, cachedInput: 40, cacheWriteInput: 8, output: 20, reasoning: 5 };
    const thread = await shared.thread([
      [reply.text('One.'), reply.usage(used)],
      [reply.text('Two.'), reply.usage({ input: 10, output: 1 })],
    ]);
    await thread.run('First');
    const { usage } = await thread.run('Second', { model: 'another-model' });
    expect(shared.requests(thread).map(({ model }) => model)).toEqual([
      'scripted-model',
      'another-model',
    ]);
    expect(usage?.last).toEqual({
      totalTokens: 11,
      inputTokens: 10,
      cachedInputTokens: 0,
      cacheWriteInputTokens: 0,
      outputTokens: 1,
      reasoningOutputTokens: 0,
    });
    expect(usage?.total).toEqual({
      totalTokens: 131,
      inputTokens: 110,
      cachedInputTokens: 40,
      cacheWriteInputTokens: 8,
      outputTokens: 21,
      reasoningOutputTokens: 5,
    });
  });

  it('that fails rejects with the message of the runtime, and what there was', async () => {
    const thread = await shared.thread([
      [reply.text('So far.'), reply.failed('server_error', 'The model broke down.')],
      reply.text('Well again.'),
    ]);
    const error = (await thread.run('Go').catch((reason: unknown) => reason)) as TurnFailedError;
    expect(error).toBeInstanceOf(TurnFailedError);
    expect(error.message).toContain('The model broke down.');
    expect(error.result).toMatchObject({ status: 'failed', error: { message: error.message } });
    expect((await thread.run('Again')).finalResponse).toBe('Well again.');
  });
});

describe('the final response', () => {
  const message = (text: string, phase?: MessagePhase): ReturnType<typeof reply.text> =>
    reply.text(text, phase === undefined ? {} : { phase });

  it.each([
    ['the last of messages without a phase', [message('One.'), message('Two.')], 'Two.'],
    ['an empty message', [message('One.'), message('')], ''],
    ['nothing if all was commentary', [message('Thinking.', 'commentary')], null],
    [
      'the final answer, wherever it stands',
      [message('Final.', 'final_answer'), message('Afterthought.')],
      'Final.',
    ],
  ])('is %s', async (_, messages, final) => {
    const thread = await shared.thread([messages]);
    const result = await thread.run('Go');
    expect(result.finalResponse).toBe(final);
    expect(result.items.filter(({ type }) => type === 'agentMessage')).toHaveLength(
      messages.length,
    );
  });

  it('of a message keeps its phase in the items', async () => {
    const thread = await shared.thread([
      [message('Looking.', 'commentary'), message('Done.', 'final_answer')],
    ]);
    const { items } = await thread.run('Go');
    expect(items).toContainEqual(
      expect.objectContaining({ text: 'Looking.', phase: 'commentary' }),
    );
    expect(items).toContainEqual(expect.objectContaining({ text: 'Done.', phase: 'final_answer' }));
  });
});

describe('live streams', () => {
  it('hold up no other request', async () => {
    const gate = new Gate();
    const thread = await shared.thread([reply.text(['begun', gate, ' and ended'])]);
    const turn = await thread.turn('Go');
    const texts: string[] = [];
    for await (const text of turn.text()) {
      texts.push(text);
      if (texts.length > 1) continue;
      expect((await shared.codex.models({ timeoutMs: 5000 })).data).not.toEqual([]);
      gate.open();
    }
    expect(texts.join('')).toBe('begun and ended');
  });

  it('of two threads at once each have their own events, in order', async () => {
    const gates = [new Gate(), new Gate()] as const;
    const [a, b] = await Promise.all([
      shared.thread([reply.text(['a1 ', gates[0], 'a2 ', 'a3'])]),
      shared.thread([reply.text(['b1 ', gates[1], 'b2 ', 'b3'])]),
    ]);
    const read = async (thread: typeof a, open: Gate): Promise<string[]> => {
      const turn = await thread.turn('Go');
      const texts: string[] = [];
      for await (const event of turn) {
        expect(event.params).toMatchObject({ threadId: thread.id });
        if (event.method !== 'item/agentMessage/delta') continue;
        texts.push(event.params.delta);
        open.open();
      }
      return texts;
    };
    // Each goes on only when the other has been heard of.
    const [first, second] = await Promise.all([read(a, gates[1]), read(b, gates[0])]);
    expect(first).toEqual(['a1 ', 'a2 ', 'a3']);
    expect(second).toEqual(['b1 ', 'b2 ', 'b3']);
  });
});

describe('options of one turn', () => {
  it('are for that turn only where they say so, and for the thread otherwise', async () => {
    const thread = await shared.thread([reply.text('1'), reply.text('2'), reply.text('3')]);
    await thread.run('One', { serviceTierForTurn: 'flex', turnTrigger: 'automation' });
    await thread.run('Two', { effort: 'high' });
    await thread.run('Three');
    const [first, second, third] = shared.requests(thread);
    expect(first?.body['service_tier']).toBe('flex');
    expect(second?.body['service_tier']).toBeUndefined();
    expect([first, second, third].map((request) => request?.reasoningEffort)).toEqual([
      first?.reasoningEffort,
      'high',
      'high',
    ]);
    expect(first?.reasoningEffort).not.toBe('high');
  });
});
