/** Watch the agents that an agent starts, and answer for them. */
import { ApprovalMode, Codex, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({
    sandbox: Sandbox.readOnly,
    approvalMode: ApprovalMode.ask,
    handlers: {
      // The handlers of a thread are asked for its sub-agents too.
      commandApproval: ({ reason }, { threadId }) => {
        console.log(`${threadId === thread.id ? 'the agent' : 'a sub-agent'} asks: ${reason}`);
        return { decision: 'accept' };
      },
    },
  });

  const turn = await thread.turn('Have somebody look at the tests.');
  for await (const { method, params } of turn.stream({ includeChildren: true })) {
    if (method !== 'turn/completed') continue;
    console.log(params.threadId === thread.id ? 'the agent is done' : 'a sub-agent is done');
  }
  console.log((await turn.run()).finalResponse);
} finally {
  await codex.close();
}
