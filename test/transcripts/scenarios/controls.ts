import { externalMessage } from '../../../runtime/index.js';
import { Gate, reply } from '../../../runtime/testing/index.js';
import { onThread, outcome, type Scenario } from '../scenario.js';

export const controls: readonly Scenario[] = [
  onThread('steer', () => {
    const gate = new Gate();
    return {
      script: [reply.text(['before', gate]), 'After the steer.'],
      async run(thread, _codex, live) {
        const turn = await thread.turn('Go');
        for await (const _ of turn.text()) break;
        await live.settle();
        const steered = await turn.steer('The other way');
        return { steered, result: await turn.run() };
      },
    };
  }),
  onThread('steer-too-late', () => ({
    script: ['Done.'],
    async run(thread) {
      const turn = await thread.turn('Go');
      await turn.run();
      return outcome(turn.steer('More'));
    },
  })),
  onThread('interrupt', () => ({
    script: [reply.text(['half ', 'a sentence', new Gate()]), 'Still here.'],
    async run(thread, _codex, live) {
      const turn = await thread.turn('Go');
      for await (const text of turn.text()) if (text.endsWith('sentence')) break;
      const answer = await turn.interrupt();
      const result = await turn.run();
      await live.settle();
      return { answer, result, next: await thread.run('Again') };
    },
  })),
  onThread('abort', () => ({
    script: [reply.text(['begun', new Gate()])],
    async run(thread) {
      const controller = new AbortController();
      const turn = await thread.turn('Go', { signal: controller.signal });
      for await (const _ of turn.text()) break;
      controller.abort('enough');
      return outcome(turn.run());
    },
  })),
  onThread('external-message-joins', () => {
    const gate = new Gate();
    return {
      script: [reply.text(['working', gate]), 'Noted.'],
      async run(thread, _codex, live) {
        const turn = await thread.turn('Go');
        for await (const _ of turn.text()) break;
        await live.settle();
        const joined = await thread.turn(externalMessage('build', 'The build is green.'));
        gate.open();
        return Promise.all([turn.run(), joined.run()]);
      },
    };
  }),
];
