/** What the agent may do: a sandbox, and who decides when it is not enough. */
import { ApprovalMode, Codex, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({
    sandbox: { type: 'workspaceWrite', writableRoots: ['/tmp'], networkAccess: false },
    approvalMode: ApprovalMode.denyAll,
  });
  console.log(`sandbox: ${thread.details.sandbox.type}`);
  console.log(`approvals: ${JSON.stringify(thread.details.approvalPolicy)}`);

  // On a turn, workspaceWrite keeps the roots and the network of its thread.
  const { finalResponse } = await thread.run('Look around.', { sandbox: Sandbox.workspaceWrite });
  console.log(finalResponse);
} finally {
  await codex.close();
}
