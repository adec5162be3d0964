/** Read what was said, turn by turn or item by item, page by page as you read. */
import { Codex, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
  for (const question of ['What is this?', 'Who made it?']) await thread.run(question);

  for await (const turn of thread.turns({ sortDirection: 'asc' })) {
    console.log(`${turn.status}, ${turn.items.length} items`);
  }

  // `limit` is the size of a page: leaving the loop early saves the pages that are left.
  for await (const { item } of thread.items({ limit: 50 })) {
    if (item.type === 'agentMessage') console.log(item.text);
  }
} finally {
  await codex.close();
}
