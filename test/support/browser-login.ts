import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A port that stands for the right to log in with a browser. The runtime waits for the browser on port
 * 1455 of the machine, and a runtime that wants it makes another one give its login up: tests that do
 * so at the same time, also of another run of the suite, must take turns.
 */
const lockPort = 14_550;

/** Waits until no other test logs in with a browser; the right ends with what it returns. */
export async function browserLoginLock(): Promise<AsyncDisposable> {
  for (;;) {
    const server = createServer();
    const taken = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(lockPort, '127.0.0.1', () => {
        resolve(undefined);
      });
    });
    if (taken === undefined) {
      const waiting = new Set<{ destroy(): void }>();
      server.on('connection', (socket) => {
        waiting.add(socket.on('error', () => {}));
      });
      return {
        async [Symbol.asyncDispose]() {
          const closed = once(server, 'close');
          server.close();
          for (const socket of waiting) socket.destroy();
          await closed;
        },
      };
    }
    if (taken.code !== 'EADDRINUSE') throw taken;
    // Whoever holds the port lets go of this connection together with it.
    const holder = connect(lockPort, '127.0.0.1').on('error', () => {});
    await once(holder, 'close');
  }
}

/** Ends a login as the browser does: with the redirect to the runtime, and what the service adds to it. */
export async function comeBack(
  authUrl: string,
  answer: Readonly<Record<string, string>>,
): Promise<Response> {
  const asked = new URL(authUrl).searchParams;
  const redirect = new URL(asked.get('redirect_uri') ?? '');
  const all = { state: asked.get('state') ?? '', ...answer };
  for (const [name, value] of Object.entries(all)) redirect.searchParams.set(name, value);
  return fetch(redirect);
}
