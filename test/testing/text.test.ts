import { expect, test } from 'vitest';
import { reply, ScriptedModel } from '../../runtime/testing/index.js';
import { Runtime } from './support/runtime.js';

test('a scripted conversation reaches a real runtime', async () => {
  await using model = await ScriptedModel.start([
    [
      reply.text(['Hel', 'lo'], { phase: 'final_answer' }),
      reply.usage({ input: 100, cachedInput: 40, cacheWriteInput: 7, output: 9, reasoning: 3 }),
    ],
    [reply.reasoning('Look first.'), reply.exec('echo hi', { callId: 'echo' })],
    'done',
    reply.failed('context_length_exceeded'),
  ]);
  await using runtime = await Runtime.start(model.configFor({ sandboxMode: 'danger-full-access' }));

  const hello = await runtime.runTurn('Say hello');
  expect(hello.deltas).toEqual(['Hel', 'lo']);
  expect(hello.items.at(-1)).toMatchObject({ text: 'Hello', phase: 'final_answer' });
  expect(hello.usage?.['last']).toMatchObject({ cacheWriteInputTokens: 7, totalTokens: 109 });
  expect(model.requests[0]?.userTexts.at(-1)).toBe('Say hello');

  const command = await runtime.runTurn();
  expect(command.items.map((item) => item['type'])).toEqual([
    'userMessage',
    'reasoning',
    'commandExecution',
    'agentMessage',
  ]);
  expect(model.requests[2]?.toolOutput('echo')?.text).toContain('hi\n');

  const failed = await runtime.runTurn();
  expect(failed.error?.['codexErrorInfo']).toBe('contextWindowExceeded');
  expect(model.remaining).toBe(0);
});
