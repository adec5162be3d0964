/** Set a goal, follow it across the turns that it takes, and go on with it after a pause. */
import { Codex, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.workspaceWrite });
  const goal = await thread.goal('Translate the manual', { tokenBudget: 200_000 });

  let turns = 0;
  for await (const { method, params } of goal.events()) {
    if (method === 'turn/started') turns++;
    if (method !== 'item/agentMessage/delta') continue;
    console.log(`turn ${turns}: ${params.delta}`);
    // pause() would let the running turn go on to its end, clear() make an end of the goal.
    if (turns === 2) await goal.interrupt();
  }
  const paused = await goal.done;
  console.log(`${paused.status}: ${paused.turns.map((turn) => turn.status).join(', ')}`);

  // In another process: thread.resumeGoal() on the resumed thread.
  const resumed = await goal.resume();
  const { status, finalResponse } = await resumed.done;
  console.log(`${status}: ${finalResponse}`);
} finally {
  await codex.close();
}
