import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import {
  WebSocketTransport,
  type WebSocketTransportOptions,
} from '../../runtime/transport/websocket.js';
import { Recorder } from './recorder.js';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Connection {
  readonly transport: WebSocketTransport;
  readonly recorder: Recorder;
  /** The server's end. */
  readonly peer: WebSocket;
  readonly request: IncomingMessage;
}

async function listen(server: Server, path?: string): Promise<string> {
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  if (path !== undefined) {
    await once(server.listen(path), 'listening');
    return `unix://${path}`;
  }
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server on which the upgrade is refused, or answered by `answer`. */
function httpServer(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer();
  server.on('upgrade', (_request, socket) => {
    cleanups.push(() => socket.destroy());
    answer(socket as Socket);
  });
  return listen(server);
}

async function connect(
  options: Partial<WebSocketTransportOptions> = {},
  serverOptions: ServerOptions = {},
  path?: string,
): Promise<Connection> {
  const server = createServer();
  const webSockets = new WebSocketServer({ server, ...serverOptions });
  cleanups.push(() => {
    for (const client of webSockets.clients) client.terminate();
  });
  const url = await listen(server, path);
  const transport = new WebSocketTransport({ url, ...options });
  const recorder = new Recorder();
  const connected = once(webSockets, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  await transport.open(recorder);
  const [peer, request] = await connected;
  cleanups.push(async () => {
    await transport.close();
    expect(recorder.ends).toHaveLength(1);
  });
  return { transport, recorder, peer, request };
}

async function received(peer: WebSocket): Promise<string> {
  const [data] = (await once(peer, 'message')) as [Buffer];
  return data.toString();
}

describe('the upgrade', () => {
  test('says who asks and nothing more', async () => {
    const { request } = await connect({ token: 'secret' });
    expect(request.headers.authorization).toBe('Bearer secret');
    expect(request.headers.origin).toBeUndefined();
    expect(request.headers['sec-websocket-extensions']).toBeUndefined();
  });

  test.each([
    [401, 'Unauthorized', 'invalid websocket bearer token', /wants another token/],
    [403, 'Forbidden', 'no', /does not want to: 403 Forbidden: no$/],
    [302, 'Found', '', /does not want to: 302 Found$/],
    [200, 'OK', '<html>'.repeat(10_000), /200 OK: <html>/],
  ])('that is answered with %d fails and tells why', async (status, reason, text, message) => {
    const url = await httpServer((socket) => {
      const location = status === 302 ? 'Location: ws://127.0.0.1:1/\r\n' : '';
      socket.end(`HTTP/1.1 ${status} ${reason}\r\n${location}Connection: close\r\n\r\n${text}`);
    });
    const recorder = new Recorder();
    const transport = new WebSocketTransport({ url });
    const error: unknown = await transport.open(recorder).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'StartupError', code: 'startup_failed' });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(text.slice(0, 100));
    expect((error as Error).message.length).toBeLessThan(5000);
    await transport.close();
    expect(recorder.ends).toEqual([]);
  });

  test('that nobody answers fails', async () => {
    const server = createTcpServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const transport = new WebSocketTransport({ url: `ws://localhost:${port}` });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringMatching(
        /^Could not connect to ws:\/\/localhost:\d+\/: .*ECONNREFUSED/,
      ),
    });
  });

  test('that takes too long fails', async () => {
    const url = await httpServer(() => {});
    const transport = new WebSocketTransport({ url, connectTimeoutMs: 20 });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('no answer within 20 ms'),
    });
  });

  test('that is cut off fails', async () => {
    const url = await httpServer((socket) => socket.destroy());
    const transport = new WebSocketTransport({ url });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({ name: 'StartupError' });
  });

  test('that is given up ends at once', async () => {
    let transport: WebSocketTransport | undefined;
    const url = await httpServer(() => void transport?.close());
    transport = new WebSocketTransport({ url });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      code: 'transport_closed',
    });
    await transport.close();
  });

  test('is not begun after a close, and not twice', async () => {
    const { transport } = await connect();
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      code: 'transport_closed',
    });
    const other = new WebSocketTransport({ url: 'ws://127.0.0.1:1' });
    await other.close();
    await expect(other.open(new Recorder())).rejects.toMatchObject({ code: 'transport_closed' });
    await expect(other.send('{}')).rejects.toMatchObject({ code: 'transport_closed' });
  });
});

describe('messages', () => {
  test('go there and back as text frames', async () => {
    const { transport, recorder, peer } = await connect();
    peer.on('message', (data, isBinary) => peer.send(data, { binary: isBinary }));
    for (const text of ['{"a":"ä€😀"}', '[]']) {
      await transport.send(text);
      expect(await recorder.next()).toBe(text);
    }
  });

  test('that come with the answer to the upgrade are not lost', async () => {
    const server = createServer();
    const webSockets = new WebSocketServer({ server });
    webSockets.on('connection', (peer) => peer.send('first'));
    const transport = new WebSocketTransport({ url: await listen(server) });
    const recorder = new Recorder();
    await transport.open(recorder);
    expect(await recorder.next()).toBe('first');
    await transport.close();
  });

  test('in binary frames are reported and skipped', async () => {
    const { recorder, peer } = await connect();
    peer.send(Buffer.from('{}'));
    peer.send('after');
    expect(await recorder.next()).toBe('after');
    expect(recorder.errors).toMatchObject([{ code: 'invalid_frame' }]);
    expect(recorder.invalidBytes).toEqual([2]);
  });

  test('that are huge are sent in frames', async () => {
    const { transport, peer } = await connect();
    const text = 'ä'.repeat(10 * 1024 * 1024);
    const [data] = await Promise.all([received(peer), transport.send(text)]);
    expect(data === text).toBe(true);
  });

  test('that are too long cost only themselves when they go out', async () => {
    const { transport, peer } = await connect();
    await expect(transport.send('x'.repeat(65 * 1024 * 1024))).rejects.toMatchObject({
      code: 'message_too_large',
      direction: 'outbound',
      limit: 64 * 1024 * 1024,
    });
    await transport.send('after');
    expect(await received(peer)).toBe('after');
  });

  test('that are too long end the connection when they come in', async () => {
    const { recorder, peer } = await connect({ maxMessageBytes: 10 });
    peer.send('x'.repeat(11));
    const { reason, error } = await recorder.end;
    expect(reason).toBe('failed');
    expect(error).toMatchObject({
      code: 'message_too_large',
      direction: 'inbound',
      limit: 10,
      size: null,
    });
  });
});

describe('the end', () => {
  test('of the TCP connection is a disconnection', async () => {
    const { transport, recorder, peer } = await connect();
    peer.terminate();
    expect(await recorder.end).toEqual({
      reason: 'disconnected',
      exitCode: null,
      signal: null,
      stderr: '',
    });
    await expect(transport.send('{}')).rejects.toMatchObject({ code: 'transport_closed' });
  });

  test('tells what the server gave as its reason', async () => {
    const { recorder, peer } = await connect();
    peer.close(1011, 'out of order');
    const { reason, error } = await recorder.end;
    expect(reason).toBe('disconnected');
    expect(error?.message).toBe('The server closed the connection: 1011 out of order');
  });

  test('comes with nonsense from the server', async () => {
    const { recorder, peer } = await connect();
    (peer as unknown as { _socket: Socket })._socket.write(Buffer.from([0xff, 0xff]));
    expect(await recorder.end).toMatchObject({ reason: 'failed', error: { name: 'RangeError' } });
  });

  test('by close is said to the server', async () => {
    const { transport, recorder, peer } = await connect();
    const closed = once(peer, 'close');
    await Promise.all([transport.close(), transport.close()]);
    expect(recorder.ends).toEqual([{ reason: 'closed', exitCode: null, signal: null, stderr: '' }]);
    expect((await closed)[0]).toBe(1000);
  });

  test('by close does not wait long for a server that is silent', async () => {
    const { transport, peer } = await connect({ closeTimeoutMs: 10 });
    peer.pause();
    await transport.close();
  });

  test('lets go of those who wait to send', async () => {
    const { transport, peer } = await connect({ closeTimeoutMs: 10 });
    peer.pause();
    const sent = transport.send('x'.repeat(32 * 1024 * 1024));
    await Promise.all([
      expect(sent).rejects.toMatchObject({ code: 'transport_closed' }),
      transport.close(),
    ]);
  });

  test('by an error of the one who listens is a failure', async () => {
    const { recorder, peer } = await connect();
    recorder.message = () => {
      throw new Error('A bug');
    };
    peer.send('{}');
    expect(await recorder.end).toMatchObject({ reason: 'failed', error: { message: 'A bug' } });
  });
});

test('a slow reader slows the writer down', async () => {
  const { transport, peer } = await connect();
  peer.pause();
  const text = 'x'.repeat(32 * 1024 * 1024);
  let isSent = false;
  const sent = transport.send(text).then(() => {
    isSent = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isSent).toBe(false);
  peer.resume();
  expect((await received(peer)).length).toBe(text.length);
  await sent;
});

describe('keep-alive', () => {
  test('ends the connection to a server that is silent', async () => {
    const { recorder } = await connect({ keepAliveMs: 5 }, { autoPong: false });
    expect(await recorder.end).toMatchObject({
      reason: 'disconnected',
      error: { code: 'silent_peer' },
    });
  });

  test('keeps the connection to a server that answers', async () => {
    const { transport, recorder, peer } = await connect({ keepAliveMs: 5 });
    for (let pings = 0; pings < 20; pings += 1) await once(peer, 'ping');
    await transport.close();
    expect(recorder.ends).toMatchObject([{ reason: 'closed' }]);
  });
});

describe.skipIf(process.platform === 'win32')('a unix socket', () => {
  async function makeDirectory(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'codex-socket-'));
    cleanups.push(() => rm(directory, { recursive: true }));
    return directory;
  }

  test('carries the same', async () => {
    const path = join(await makeDirectory(), 'a b%20:ä.sock');
    const { transport, peer, request } = await connect({ token: 'secret' }, {}, path);
    expect(request.headers.authorization).toBe('Bearer secret');
    const [text] = await Promise.all([received(peer), transport.send('{}')]);
    expect(text).toBe('{}');
  });

  test('is reached through a link with a long path', async () => {
    const directory = await makeDirectory();
    const path = join(directory, 's.sock');
    const link = join(directory, 'x'.repeat(120));
    await symlink(path, link);
    await connect({ url: `unix://${link}` }, {}, path);
  });

  test('that is not there is an error', async () => {
    const path = join(await makeDirectory(), 'none.sock');
    const transport = new WebSocketTransport({ url: `unix://${path}` });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining(`unix://${path}: connect ENOENT`),
    });
  });

  test('whose path is too long is an error', async () => {
    const transport = new WebSocketTransport({ url: `unix:///tmp/${'x'.repeat(120)}` });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('103 bytes'),
    });
  });
});
