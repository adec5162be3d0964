import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { locateCodex } from '../../runtime/process/locate.js';
import { mergeEnvironment } from '../../runtime/process/environment.js';
import type { ScriptedModel } from '../../runtime/testing/index.js';

export interface ListeningRuntime extends AsyncDisposable {
  /** Where it listens, for any number of clients. */
  readonly url: string;
}

/** The real runtime on a scripted model, listening for clients; it ends with the test. */
export async function listeningRuntime(model: ScriptedModel): Promise<ListeningRuntime> {
  const { env, cwd } = model.configFor();
  const server = spawn(
    locateCodex({ env: {} }).path,
    ['app-server', '--listen', 'ws://127.0.0.1:0'],
    { cwd, env: mergeEnvironment(process.env, env), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await exited;
  };
  for await (const line of createInterface({ input: server.stderr })) {
    const url = /listening on: (ws:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    server.stderr.resume();
    return { url, [Symbol.asyncDispose]: stop };
  }
  await stop();
  throw new Error('The runtime did not come up');
}
