import { describe, expect, test } from 'vitest';
import { reply } from '../../runtime/testing/index.js';
import { useSession } from './support/session.js';

const session = useSession({ config: { show_raw_agent_reasoning: true } });

describe('assistant messages', () => {
  test('each string of a text is one delta', async () => {
    session.model.enqueue(reply.text(['Hel', 'lo, ', 'world'], { id: 'msg_greeting' }));
    const turn = await session.runtime.runTurn();
    expect(turn.status).toBe('completed');
    expect(turn.deltas).toEqual(['Hel', 'lo, ', 'world']);
    expect(turn.items.at(-1)).toMatchObject({
      type: 'agentMessage',
      id: 'msg_greeting',
      text: 'Hello, world',
      phase: null,
    });
  });

  test('a string is a whole message, and several make several', async () => {
    session.model.enqueue(['One.', 'Two.']);
    const turn = await session.runtime.runTurn();
    expect(turn.items.slice(1).map((item) => item['text'])).toEqual(['One.', 'Two.']);
  });

  test.each(['commentary', 'final_answer', 'partial_answer'] as const)(
    'the phase %s reaches the client',
    async (phase) => {
      session.model.enqueue(reply.text('Said.', { phase }));
      const turn = await session.runtime.runTurn();
      expect(turn.items.at(-1)).toMatchObject({ text: 'Said.', phase });
    },
  );

  test('an empty message stays a message', async () => {
    session.model.enqueue('');
    const turn = await session.runtime.runTurn();
    expect(turn.items.at(-1)).toMatchObject({ type: 'agentMessage', text: '' });
  });

  test('a reply of nothing completes the turn without a message', async () => {
    session.model.enqueue([]);
    const turn = await session.runtime.runTurn();
    expect(turn).toMatchObject({ status: 'completed', items: [{ type: 'userMessage' }] });
  });

  test('text is carried unchanged, line breaks and any script included', async () => {
    const text = 'a\nb\r\nc\u2028d\t"e" \\ ünï — 語 🙂 data: x\n\nevent: y';
    session.model.enqueue(text);
    const turn = await session.runtime.runTurn();
    expect(turn.items.at(-1)?.['text']).toBe(text);
  });

  test('a flood of deltas arrives whole and in order', async () => {
    const chunks = Array.from({ length: 5_000 }, (_, index) => `${String(index)} `);
    session.model.enqueue(reply.text(chunks));
    const turn = await session.runtime.runTurn();
    expect(turn.deltas).toEqual(chunks);
  });

  test('a refusal is sent as the service sends it; this runtime shows nothing of it', async () => {
    session.model.enqueue(reply.refusal(['I ', 'will not']));
    const turn = await session.runtime.runTurn();
    expect(turn).toMatchObject({ status: 'completed', items: [{ type: 'userMessage' }] });
  });
});

describe('reasoning', () => {
  test('summaries and raw reasoning stream and make one item', async () => {
    session.model.enqueue([
      reply.reasoning({ summaries: [['Look', ' first'], 'Then act'], raw: ['Hm', '…'] }),
      'Done.',
    ]);
    const { runtime } = session;
    const turn = await runtime.runTurn();
    expect(turn.items[1]).toMatchObject({
      type: 'reasoning',
      summary: ['Look first', 'Then act'],
      content: ['Hm…'],
    });
    const id = turn.items[1]?.['id'];
    const deltas = (method: string, index: string): unknown[] =>
      runtime.seen
        .filter((message) => message.method === method && message.params['itemId'] === id)
        .map(({ params }) => [params[index], params['delta']]);
    expect(deltas('item/reasoning/summaryTextDelta', 'summaryIndex')).toEqual([
      [0, 'Look'],
      [0, ' first'],
      [1, 'Then act'],
    ]);
    expect(deltas('item/reasoning/textDelta', 'contentIndex')).toEqual([
      [0, 'Hm'],
      [0, '…'],
    ]);
  });

  test('encrypted reasoning comes back with the next request', async () => {
    const { model, runtime } = session;
    model.enqueue([reply.reasoning({ summary: 'Hidden', encryptedContent: 'c2VjcmV0' }), 'a'], 'b');
    const { threadId } = await runtime.runTurn();
    await runtime.completed(await runtime.startTurn(threadId, 'again'));
    const items = model.requests.at(-1)?.input ?? [];
    expect(items.find((item) => item['type'] === 'reasoning')).toMatchObject({
      encrypted_content: 'c2VjcmV0',
      summary: [{ type: 'summary_text', text: 'Hidden' }],
    });
  });
});

describe('usage', () => {
  test('every count arrives under its own name', async () => {
    session.model.enqueue([
      'Counted.',
      reply.usage({ input: 100, cachedInput: 40, cacheWriteInput: 7, output: 9, reasoning: 3 }),
    ]);
    const turn = await session.runtime.runTurn();
    expect(turn.usage?.['last']).toEqual({
      inputTokens: 100,
      cachedInputTokens: 40,
      cacheWriteInputTokens: 7,
      outputTokens: 9,
      reasoningOutputTokens: 3,
      totalTokens: 109,
    });
  });

  test('usage adds up over the calls of a thread', async () => {
    const { model, runtime } = session;
    model.enqueue(
      ['a', reply.usage({ input: 5, output: 1 })],
      ['b', reply.usage({ input: 7, output: 2, total: 20 })],
    );
    const { threadId } = await runtime.runTurn();
    const turn = await runtime.turnResult(threadId, await runtime.startTurn(threadId, 'again'));
    expect(turn.usage).toMatchObject({
      last: { inputTokens: 7, outputTokens: 2, totalTokens: 20 },
      total: { inputTokens: 12, outputTokens: 3, totalTokens: 26 },
    });
  });

  test('without usage nothing is counted', async () => {
    session.model.enqueue(['Uncounted.', reply.usage(null)]);
    const turn = await session.runtime.runTurn();
    expect(turn).toMatchObject({ status: 'completed', usage: undefined });
  });
});

describe('other output', () => {
  test('a search of the web becomes an item', async () => {
    session.model.enqueue([reply.webSearch('weather'), 'Sunny.']);
    const turn = await session.runtime.runTurn();
    expect(turn.items[1]).toMatchObject({ type: 'webSearch', query: 'weather' });
  });

  test('an image that the service made stays in the history', async () => {
    const { model, runtime } = session;
    model.enqueue([reply.image('aGk=', 'a cat'), 'There.'], 'Again.');
    const { threadId } = await runtime.runTurn();
    await runtime.completed(await runtime.startTurn(threadId, 'again'));
    expect(model.requests.at(-1)?.input).toContainEqual(
      expect.objectContaining({ type: 'image_generation_call', result: 'aGk=' }),
    );
  });

  test('an item is sent as it is', async () => {
    const content = [{ type: 'output_text', text: 'Raw.' }];
    session.model.enqueue(
      reply.item({ type: 'message', id: 'msg_raw', role: 'assistant', content }),
    );
    const turn = await session.runtime.runTurn();
    expect(turn.items.at(-1)).toMatchObject({ id: 'msg_raw', text: 'Raw.' });
  });

  test('events and bytes that mean nothing to the runtime are passed over', async () => {
    session.model.enqueue([
      reply.event({ type: 'response.something_new', value: 1 }),
      reply.bytes('data: {"type"\n\n: a comment\n\n'),
      'Still here.',
    ]);
    const turn = await session.runtime.runTurn();
    expect(turn).toMatchObject({ status: 'completed', deltas: ['Still here.'] });
  });

  test('members of the response are the script’s to set', async () => {
    session.model.enqueue(['Not yet.', reply.response({ end_turn: false })], 'Now.');
    const turn = await session.runtime.runTurn();
    expect(turn.deltas).toEqual(['Not yet.', 'Now.']);
  });
});
