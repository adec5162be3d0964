/** Stream a turn, add to it while it runs, stop it, and see what it came to. */
import { Codex, Sandbox, TurnFailedError } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });

  const turn = await thread.turn('Describe this folder.');
  for await (const event of turn) {
    if (event.method === 'item/started') console.log(`${event.params.item.type} begins`);
    if (event.method === 'item/agentMessage/delta') process.stdout.write(event.params.delta);
  }
  const { finalResponse, items, usage } = await turn.run();
  console.log(`\n${items.length} items, ${usage?.last.outputTokens} tokens: ${finalResponse}`);

  const long = await thread.turn('Count to a million.', { timeoutMs: 60_000 });
  for await (const text of long.text()) {
    console.log(`so far: ${text}`);
    await long.interrupt();
    break;
  }
  console.log((await long.run()).status);

  await thread.run('This one fails.');
} catch (error) {
  if (!(error instanceof TurnFailedError)) throw error;
  console.log(`failed by ${JSON.stringify(error.codexErrorInfo)}: ${error.message}`);
} finally {
  await codex.close();
}
