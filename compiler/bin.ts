#!/usr/bin/env node
import process from 'node:process';
import { crashText } from './cli/crash-text.js';
import { EXIT } from './cli/exit.js';
import { missingPeers } from './cli/peers.js';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// By itself Node would end with 1, which means drift.
process.on('uncaughtException', (error) => {
  process.stderr.write(crashText(error));
  process.exit(EXIT.failed);
});

const missing = missingPeers();
if (missing.length > 0) {
  process.stderr.write(
    `codex-sdkgen needs packages that the client itself does without:\n\n  npm install --save-dev --save-exact ${missing.join(' ')}\n\n`,
  );
  process.exitCode = EXIT.failed;
} else {
  const [{ run }, { nodeHost }] = await Promise.all([import('./cli.js'), import('./node-host.js')]);
  process.exitCode = await run(process.argv.slice(2), nodeHost);
}
