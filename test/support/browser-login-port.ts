import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const PORTS = {
  /** Where every runtime of this machine waits for a browser. */
  login: 1455,
  /** Who listens here may use the other one. A process gives it back however it ends. */
  turn: 14_551,
};
const PATIENCE_MS = 20_000;

/**
 * Waits until no other suite on this machine has a login in a browser under way: a runtime takes the
 * port from another one, whose login it cancels.
 *
 * @throws if a program that is no test of this project has the port.
 */
export async function browserLoginPort({
  login,
  turn,
}: typeof PORTS = PORTS): Promise<AsyncDisposable> {
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  let holder: Server | undefined;
  while ((holder = await listen(turn)) === undefined) {
    await endOfHolder(turn, deadline);
    if (deadline.aborted) throw new Error(`Port ${turn}, by which logins take turns, stays taken`);
  }
  const release = holding(holder);
  const probe = await listen(login);
  if (probe === undefined) {
    await release();
    throw new Error(`Another program has port ${login}, which a login in the browser needs`);
  }
  await closed(probe);
  return { [Symbol.asyncDispose]: release };
}

/** A server on a port of this machine, or nothing if the port is taken. */
async function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

/** Those who wait keep a connection, which ends with the turn. */
function holding(server: Server): () => Promise<void> {
  const waiting = new Set<Socket>();
  server.on('connection', (socket) => {
    waiting.add(socket);
    socket.on('error', () => {}).on('close', () => waiting.delete(socket));
  });
  return async () => {
    const end = closed(server);
    for (const socket of waiting) socket.destroy();
    await end;
  };
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close');
  server.close();
  await end;
}

/** Resolves when the port may be free, or when there is no more time. */
async function endOfHolder(port: number, signal: AbortSignal): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', signal });
  await new Promise<void>((resolve) => {
    socket
      .on('error', () => {})
      .on('close', () => {
        resolve();
      });
    socket.resume();
  });
}
