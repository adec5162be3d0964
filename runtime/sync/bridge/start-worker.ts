import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SHARE_ENV, Worker, type WorkerOptions } from 'node:worker_threads';
import { ConfigurationError } from '../../index.js';
import type { WorkerStart } from './messages.js';

/** Starts the thread that runs the client. It never keeps the program alive. */
export function startWorker(module: URL, start: WorkerStart): Worker {
  const file = fileURLToPath(module);
  if (!existsSync(file)) {
    throw new ConfigurationError(
      `The blocking client runs in a worker, whose module ${file} is not there: ` +
        'leave codex-app-server-sdk out of the bundle, so that it is loaded from node_modules',
    );
  }
  const options: WorkerOptions = {
    name: 'codex-app-server-sdk',
    workerData: start,
    transferList: [start.port],
    // The client looks at the environment as it is when an option is used.
    env: SHARE_ENV,
    // It needs none of the program's own loaders and hooks.
    execArgv: [],
  };
  const worker = file.endsWith('.ts')
    ? new Worker(fromSource(module), { ...options, eval: true })
    : new Worker(module, options);
  worker.unref();
  // What ends it is told by message; by the time that this is called nobody waits for it.
  worker.on('error', () => {});
  return worker;
}

/** In this repository the worker's module is TypeScript, and it loads what the program was loaded by. */
function fromSource(module: URL): string {
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  return `import(${loader}).then(({ register }) => (register(), import('${module.href}')));`;
}
