/** Start a runtime, see what it is, survive its crash, and end it. */
import { Codex, CodexNotFoundError, StartupError } from 'codex-app-server-sdk';

const codex = new Codex({
  clientInfo: { name: 'lifecycle-example', title: null, version: '1.0.0' },
  restart: 'on-crash',
});
codex.onLifecycle((event) => console.log(event.type));

try {
  // Nothing runs before this; however many callers wait here, one runtime is started.
  await Promise.all([codex.start(), codex.start()]);
  const { serverVersion, platformFamily } = codex.metadata;
  console.log(`Codex ${serverVersion} (${platformFamily})`);
} catch (error) {
  if (error instanceof CodexNotFoundError) console.error('Not installed:', error.searched);
  else if (error instanceof StartupError) console.error('Did not start:', error.stderr);
  else throw error;
} finally {
  await codex.close();
}

const { reason } = await codex.closed;
console.log(`ended: ${reason}`);
