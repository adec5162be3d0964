import { Codex, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });

  const turn = await thread.turn('What does this project do?');
  for await (const text of turn.text()) process.stdout.write(text);

  const { status, usage } = await turn.run();
  console.log(`\n${status}, ${usage?.total.totalTokens} tokens`);
} finally {
  await codex.close();
}
