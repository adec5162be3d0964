import type { ServerResponse } from 'node:http';

/** Where one reply goes: the HTTP response, and word of whether anybody still listens. */
export interface Outlet {
  /** Aborts when the runtime has hung up or the model is closed. */
  readonly gone: AbortSignal;
  /** Status line and headers. Called once, first. */
  head(status: number, headers: Readonly<Record<string, string>>): void;
  /** Settles when more may be written. */
  write(text: string): Promise<void>;
  /** Ends the reply in an orderly way. */
  end(text?: string): void;
  /** Cuts the connection once what has been written is out. */
  cut(): void;
}

/** The outlet of a request to `node:http`. */
export function httpOutlet(response: ServerResponse, closing: AbortSignal): Outlet {
  const hungUp = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) hungUp.abort();
  });
  const gone = AbortSignal.any([hungUp.signal, closing]);
  return {
    gone,
    head: (status, headers) => {
      response.writeHead(status, headers);
      // What follows may be a long time coming, and clients wait for the headers.
      response.flushHeaders();
    },
    write: async (text) => {
      if (gone.aborted || response.write(text)) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          response.off('drain', done);
          gone.removeEventListener('abort', done);
          resolve();
        };
        response.once('drain', done);
        gone.addEventListener('abort', done);
      });
    },
    end: (text) => {
      response.end(text);
    },
    cut: () => {
      // Not at once: what has been written before still reaches the runtime.
      response.socket?.destroySoon();
    },
  };
}
