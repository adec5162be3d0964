/** Have your changes reviewed, then shorten the conversation to a summary. */
import { Codex, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });

  // Or { type: 'baseBranch', branch: 'main' }, { type: 'commit', sha }, or instructions as a string.
  const review = await thread.review({ type: 'uncommittedChanges' }, { timeoutMs: 10 * 60_000 });
  console.log(review.finalResponse);

  const compaction = await thread.compact();
  console.log(compaction.items.map((item) => item.type).join());
} finally {
  await codex.close();
}
