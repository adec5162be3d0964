import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest } from './request.js';

/** Answers one request whose body has been read. */
export type Route = (request: HttpRequest, response: ServerResponse) => Promise<void>;

/** A server on a free port of the loopback interface. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/** Starts a server that hands every request to `route`. */
export async function listen(route: Route): Promise<LoopbackServer> {
  const server = createServer((incoming, response) => {
    // A peer that goes away is no fault of the server.
    response.on('error', () => {});
    readBody(incoming)
      .then((body) => route(toRequest(incoming, body), response))
      .catch(() => response.destroy());
  });
  // Replies may stay silent for as long as the script says.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function toRequest(incoming: IncomingMessage, body: string): HttpRequest {
  return {
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    headers: incoming.headers,
    body: parse(body),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
