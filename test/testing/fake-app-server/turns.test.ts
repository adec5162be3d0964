import { expect, it } from 'vitest';
import { Codex } from '../../../runtime/index.js';
import { FakeAppServer } from '../../../runtime/testing/index.js';

it('answers a turn that nobody has scripted', async () => {
  await using fake = new FakeAppServer();
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const result = await thread.run('Hi');
  expect(result).toMatchObject({
    status: 'completed',
    finalResponse: 'Done.',
    items: [{ type: 'userMessage' }, { type: 'agentMessage', phase: 'final_answer' }],
    usage: { total: { totalTokens: 0 } },
  });
});

it('tells a turn in the order in which the runtime tells it', async () => {
  await using fake = new FakeAppServer({ turns: ['Hello!'] });
  await using codex = new Codex(fake.config());
  await (await codex.threadStart()).run('Hi');
  const told = fake.traffic
    .filter(({ from }) => from === 'server')
    .map(({ message }) => (message as { method?: string }).method ?? 'answer');
  expect(told).toEqual([
    'answer',
    'answer',
    'thread/started',
    'answer',
    'thread/status/changed',
    'turn/started',
    'item/started',
    'item/completed',
    'item/started',
    'item/agentMessage/delta',
    'item/completed',
    'thread/tokenUsage/updated',
    'thread/status/changed',
    'turn/completed',
  ]);
});
