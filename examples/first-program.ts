import { Codex, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });

  const turn = await thread.turn('What does this project do?');
  for await (const text of turn.text()) process.stdout.write(text);

  // The turn has been running since thread.turn(): run() starts nothing, it waits for the end.
  const { status, usage } = await turn.run();
  console.log(`\n${status}, ${usage?.total.totalTokens} tokens in the whole thread`);
} finally {
  await codex.close();
}
