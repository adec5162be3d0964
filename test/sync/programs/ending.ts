// Shows how a program ends that has not closed its client: `leave`, `wait` or `listen`.
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Codex, RequestTimeoutError } from 'codex-app-server-sdk/sync';

const [, , mode, file = ''] = process.argv;
const peer = fileURLToPath(new URL('../fixtures/asking-peer.mjs', import.meta.url));
const codex = new Codex({ launchArgs: [process.execPath, peer, file] });

if (mode === 'listen') {
  process.on('SIGINT', () => {
    writeSync(1, 'heard');
    codex.close();
    process.exit(3);
  });
}
if (mode !== 'leave') {
  using _ = codex.on('turn/started', () => {
    writeSync(1, 'waiting ');
  });
  try {
    // The turn of this runtime does not end.
    codex.threadStart().run('Go', { timeoutMs: mode === 'listen' ? 300 : 3_600_000 });
  } catch (error) {
    if (!(error instanceof RequestTimeoutError)) throw error;
    writeSync(1, 'returned ');
    // Whoever listens is called when the program returns to its event loop.
    setTimeout(() => {}, 60_000);
  }
}
