/** Threads are stored: name, list, read, resume, fork and archive them. */
import { Codex, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
  await thread.run('Say hello.');
  await thread.setName('A greeting');

  for await (const stored of codex.threads({ limit: 10 })) {
    if (stored.id === thread.id) console.log(`listed: ${stored.name}`);
  }

  const resumed = await codex.threadResume(thread.id, { excludeTurns: true });
  console.log(`resumed with model ${resumed.details.model}`);

  const fork = await codex.threadFork(thread.id);
  await fork.run('And now in French.');
  const { thread: copy } = await fork.read({ includeTurns: true });
  console.log(`forked: ${copy.turns.length} turns`);

  await codex.threadArchive(fork.id);
  console.log('archived');
} finally {
  await codex.close();
}
