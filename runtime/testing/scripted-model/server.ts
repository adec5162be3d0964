import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest } from './request.js';

/** Who answers what arrives. */
export interface Service {
  /** A request to this server, its body read. */
  answer(request: HttpRequest, response: ServerResponse): Promise<void>;
  /** A request to another host, for which this server was taken for a proxy. It is refused. */
  refused(request: HttpRequest): void;
}

/** A server on a free port of the loopback interface. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

const REFUSAL = 'a scripted model lets nothing out of this machine';

export async function listen(service: Service): Promise<LoopbackServer> {
  const server = createServer((incoming, response) => {
    handle(service, incoming, response).catch(() => response.destroy());
  });
  server.on('connect', (incoming, socket) => {
    service.refused(toRequest(incoming, ''));
    socket.on('error', () => {});
    // The server has handed this socket over and would wait for it in vain when it closes.
    socket.end(`HTTP/1.1 403 ${REFUSAL}\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  });
  // Replies stay silent for as long as the script says.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, close: () => close(server) };
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function handle(
  service: Service,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A peer that goes away is no fault of the server.
  response.on('error', () => {});
  const request = toRequest(incoming, await readBody(incoming));
  if (request.url.startsWith('/')) {
    await service.answer(request, response);
  } else {
    service.refused(request);
    sendJson(response, 403, { error: { message: REFUSAL } });
  }
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
