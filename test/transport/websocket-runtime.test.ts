import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import {
  WebSocketTransport,
  type WebSocketTransportOptions,
} from '../../runtime/transport/websocket.js';
import { CODEX, INITIALIZE, makeHome, removeHomes, request } from './real-runtime.js';
import { Recorder } from './recorder.js';

const servers: ChildProcess[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    const exited = server.exitCode === null && server.signalCode === null && once(server, 'exit');
    // Not by force: the runtime removes its socket.
    server.kill('SIGTERM');
    await exited;
  }
  await removeHomes();
});

interface RuntimeServer {
  readonly process: ChildProcess;
  readonly home: string;
  /** The line of its banner in which the pattern was found. */
  readonly banner: string;
}

async function serve(
  listen: string,
  ready: RegExp,
  args: (home: string) => Promise<readonly string[]> | readonly string[] = () => [],
): Promise<RuntimeServer> {
  const home = await makeHome();
  const server = spawn(CODEX, ['app-server', '--listen', listen, ...(await args(home))], {
    env: { ...process.env, CODEX_HOME: home, RUST_LOG: 'info' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  servers.push(server);
  for await (const line of createInterface({ input: server.stderr })) {
    if (!ready.test(line)) continue;
    server.stderr.resume();
    return { process: server, home, banner: line };
  }
  throw new Error('The server did not come up');
}

async function serveWebSocket(
  args?: (home: string) => Promise<readonly string[]>,
): Promise<RuntimeServer & { url: string }> {
  const server = await serve('ws://127.0.0.1:0', /listening on: ws:/, args);
  return { ...server, url: server.banner.slice(server.banner.indexOf('ws://')).trim() };
}

async function connect(
  options: WebSocketTransportOptions,
): Promise<{ transport: WebSocketTransport; recorder: Recorder }> {
  const transport = new WebSocketTransport(options);
  const recorder = new Recorder();
  await transport.open(recorder);
  await transport.send(INITIALIZE);
  expect(JSON.parse(await recorder.next())).toMatchObject({ id: 0, result: {} });
  return { transport, recorder };
}

describe('the real runtime', () => {
  test('is reached by WebSocket, again after a close, and seen to die', async () => {
    const { url, process: server } = await serveWebSocket();
    const first = await connect({ url });
    await first.transport.close();
    expect(first.recorder.ends).toMatchObject([{ reason: 'closed' }]);
    const second = await connect({ url });
    server.kill('SIGKILL');
    expect(await second.recorder.end).toMatchObject({ reason: 'disconnected' });
  });

  test('takes messages that are longer than its frames may be', async () => {
    const { url } = await serveWebSocket();
    const { transport, recorder } = await connect({ url });
    await transport.send(request(1, 'no/such/method', { text: 'x'.repeat(20 * 1024 * 1024) }));
    let answer: string;
    do answer = await recorder.next();
    while (!answer.includes('"id":1'));
    expect(JSON.parse(answer)).toMatchObject({ error: { code: -32600 } });
    await transport.close();
  });

  test('wants the right token', async () => {
    const { url } = await serveWebSocket(async (home) => {
      await writeFile(join(home, 'token'), 'secret\n');
      return ['--ws-auth', 'capability-token', '--ws-token-file', join(home, 'token')];
    });
    for (const token of [undefined, 'wrong']) {
      const transport = new WebSocketTransport({ url, token });
      await expect(transport.open(new Recorder())).rejects.toMatchObject({
        name: 'StartupError',
        message: expect.stringMatching(
          /401 Unauthorized: (missing|invalid) websocket bearer token/,
        ),
      });
    }
    const { transport } = await connect({ url, token: 'secret' });
    await transport.close();
  });
});

describe.skipIf(process.platform === 'win32')('the real runtime on a unix socket', () => {
  test('is reached in its default place', async () => {
    const { home } = await serve('unix://', /listening/);
    const { transport } = await connect({ url: 'unix://', env: { CODEX_HOME: home } });
    await transport.close();
  });

  test('is reached at a path', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'codex-socket-'));
    const path = join(directory, 'codex.sock');
    await serve(`unix://${path}`, /listening/);
    const { transport } = await connect({ url: `unix://${path}` });
    await transport.close();
    await rm(directory, { recursive: true });
  });
});
