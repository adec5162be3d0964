/** Hear of everything that happens, in or outside of turns. */
import { Codex, Sandbox } from 'codex-app-server-sdk';

const codex = new Codex();
// Registered before the start, so that nothing is missed.
codex.on('remoteControl/status/changed', ({ params }) => console.log(`remote: ${params.status}`));
codex.on('thread/status/changed', ({ params }) => console.log(`status: ${params.status.type}`));

let methods = 0;
codex.on('*', () => methods++);

try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
  const names = codex.notifications({ methods: ['thread/name/updated'], threadId: thread.id });
  await thread.run('Say hello.');
  await thread.setName('Greeting');
  for await (const { method, params } of names) {
    if (method === 'thread/name/updated') console.log(`named: ${params.threadName}`);
    break;
  }
  console.log(methods > 10 ? 'and more' : methods);

  // Put together from what the turns report; the runtime tells only what has changed.
  console.log(`used: ${codex.rateLimits?.primary?.usedPercent} %`);
} finally {
  await codex.close();
}
