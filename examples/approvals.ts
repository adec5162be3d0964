/** Decide what the agent may do: at once in a handler, or later from a user interface. */
import { ApprovalMode, Codex, defer, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start({
  handlers: {
    commandApproval: ({ command, reason }) => {
      console.log(`${reason} (${command?.includes('rm ') ? 'refused' : 'allowed'})`);
      return { decision: command?.includes('rm ') ? 'decline' : 'accept' };
    },
  },
});
try {
  const ask = { sandbox: Sandbox.readOnly, approvalMode: ApprovalMode.ask };
  const thread = await codex.threadStart(ask);
  console.log((await thread.run('Tidy up.')).finalResponse);

  // `defer` leaves the question in codex.openRequests until somebody answers it.
  codex.onOpenRequest((request) => {
    console.log(`open: ${request.method}`);
    request.respond({ decision: 'accept' });
  });
  const later = await codex.threadStart({ ...ask, handlers: { commandApproval: defer } });
  console.log((await later.run('Tidy up.')).finalResponse);
} finally {
  await codex.close();
}
