import { imageInput, textInput } from '../../../runtime/index.js';
import { reply } from '../../../runtime/testing/index.js';
import { onThread, type Scenario } from '../scenario.js';

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const schema = {
  type: 'object',
  properties: { answer: { type: 'number' }, why: { type: 'string' } },
  required: ['answer'],
};

export const messages: readonly Scenario[] = [
  onThread('text', () => ({
    script: [
      [
        reply.text(['Let me ', 'see.'], { phase: 'commentary' }),
        reply.text(['An ', 'answer.'], { phase: 'final_answer' }),
        reply.usage({ input: 100, cachedInput: 40, output: 20, reasoning: 5 }),
      ],
    ],
    async run(thread) {
      const turn = await thread.turn('A question');
      const texts: string[] = [];
      for await (const text of turn.text()) texts.push(text);
      return { texts, result: await turn.run() };
    },
  })),
  onThread('several-turns', () => ({
    script: [
      [reply.text('First.'), reply.usage({ input: 10, output: 1 })],
      [reply.text('Second.'), reply.usage({ input: 20, output: 2 })],
    ],
    async run(thread, _codex, live) {
      const first = await thread.run('One');
      await live.settle();
      return [first, await thread.run('Two')];
    },
  })),
  onThread('commentary-only', () => ({
    script: [reply.text('Still thinking.', { phase: 'commentary' })],
    run: (thread) => thread.run('Go'),
  })),
  onThread('empty-message', () => ({
    script: [reply.text('')],
    run: (thread) => thread.run('Go'),
  })),
  onThread('reasoning', () => ({
    script: [
      [
        reply.reasoning({ summaries: ['First I look.', 'Then I think.'], raw: 'hm' }),
        reply.text('Thought through.'),
        reply.usage({ input: 10, output: 30, reasoning: 25 }),
      ],
    ],
    run: (thread) => thread.run('Think', { effort: 'high', summary: 'detailed' }),
  })),
  onThread('input-kinds', () => ({
    script: ['I see.'],
    run: (thread) => thread.run([textInput('Look at this'), imageInput(pixel)]),
  })),
  onThread('structured-output', () => ({
    script: [reply.text('{"answer":42,"why":null}', { phase: 'final_answer' })],
    run: (thread) => thread.run('The answer?', { outputSchema: schema }),
  })),
  onThread('usage-and-rate-limits', () => ({
    script: [
      [
        reply.rateLimits({
          primary: { usedPercent: 25, windowMinutes: 300, resetsAt: 1_999_999_999 },
        }),
        reply.exec('true'),
        reply.usage({ input: 50, output: 5 }),
      ],
      [reply.text('Done.'), reply.usage({ input: 60, cachedInput: 50, output: 6 })],
    ],
    overrides: { sandboxMode: 'danger-full-access' },
    async run(thread, codex) {
      const limits: unknown[] = [];
      codex.on('account/rateLimits/updated', ({ params }) => limits.push(params.rateLimits));
      const { usage } = await thread.run('Go');
      return { usage, limits };
    },
  })),
];
