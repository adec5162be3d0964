/** Start a runtime, see what it is, and end it; and what is said of one that cannot start. */
import { Codex, CodexNotFoundError, StartupError } from 'codex-app-server-sdk';

const codex = new Codex({
  clientInfo: { name: 'lifecycle-example', title: null, version: '1.0.0' },
  // A runtime that crashes is started again, and the threads in use are resumed.
  restart: 'on-crash',
});
codex.onLifecycle((event) => console.log(event.type));

try {
  // Nothing runs before this; however many callers wait here, one runtime is started.
  await Promise.all([codex.start(), codex.start()]);
  const { serverVersion, platformFamily } = codex.metadata;
  console.log(`Codex ${serverVersion} (${platformFamily})`);
} finally {
  await codex.close();
}
const { reason } = await codex.closed;
console.log(`ended: ${reason}`);

try {
  await Codex.start({ codexBin: './no-such-codex' });
} catch (error) {
  if (error instanceof CodexNotFoundError) {
    for (const { place, problem } of error.searched) console.log(`${place} ${problem}`);
  } else if (error instanceof StartupError) console.error('Did not start:', error.stderr);
  else throw error;
}
