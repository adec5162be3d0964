import { type ModelRequest, type Reply, reply } from '../../../runtime/testing/index.js';
import { onThread, type Scenario, seen } from '../scenario.js';

const review = JSON.stringify({
  findings: [],
  overall_correctness: 'patch is correct',
  overall_explanation: 'Nothing to say.',
  overall_confidence_score: 0.9,
});

export const flows: readonly Scenario[] = [
  onThread('review', () => ({
    script: [reply.text(review)],
    run: (thread) => thread.review('Look closely'),
  })),
  onThread('compact', () => ({
    script: ['Noted.', 'A summary.'],
    async run(thread, _codex, live) {
      const remembered = await thread.run('Remember');
      await live.settle();
      return [remembered, await thread.compact()];
    },
  })),
  onThread('goal', () => ({
    script: [
      'One.',
      [reply.call('update_goal', { status: 'complete' }, { callId: 'end' })],
      'All done.',
    ],
    async run(thread) {
      const goal = await thread.goal('Make it so', { tokenBudget: 100_000 });
      return goal.done;
    },
  })),
  onThread('sub-agent', () => {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    // A child that is done while its parent still works makes the parent say more.
    const answer = async (request: ModelRequest): Promise<Reply> => {
      if (request.subagent === undefined) return 'The child is at it.';
      await ended;
      return 'Child done.';
    };
    return {
      script: [
        reply.call('spawn_agent', { message: 'Child task' }, { callId: 'spawn' }),
        answer,
        answer,
      ],
      async run(thread, codex) {
        const child = seen(
          codex,
          ({ method, params }) => method === 'turn/completed' && params.threadId !== thread.id,
        );
        const result = await thread.run('Spawn');
        end();
        return { result, child: await child };
      },
    };
  }),
];
