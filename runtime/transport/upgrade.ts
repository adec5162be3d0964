import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { StartupError } from '../process/errors.js';

const MAX_TEXT_BYTES = 4096;

/**
 * Waits until a WebSocket is open. `onOpen` is called in the same instant, before any message.
 *
 * @throws StartupError with the server's own words, if it answers but does not agree.
 */
export function upgraded(
  socket: WebSocket,
  name: string,
  timeoutMs: number,
  onOpen: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string, cause?: unknown): void => {
      clearTimeout(timer);
      reject(new StartupError(`Could not connect to ${name}: ${reason}`, { cause }));
    };
    const timer = setTimeout(() => {
      fail(`no answer within ${timeoutMs} ms`);
      socket.terminate();
    }, timeoutMs);
    socket.once('open', () => {
      clearTimeout(timer);
      onOpen();
      resolve();
    });
    socket.once('error', (error) => fail(describe(error), error));
    socket.once('close', () => fail('the connection was closed'));
    socket.once('unexpected-response', (_request, response) => {
      void readText(response).then((text) => {
        fail(explain(response, text));
        socket.terminate();
      });
    });
  });
}

function explain(response: IncomingMessage, text: string): string {
  const { statusCode = 0, statusMessage = '' } = response;
  const answer = [`${statusCode} ${statusMessage}`.trim(), text]
    .filter((part) => part !== '')
    .join(': ');
  if (statusCode === 401) return `${answer} (the server wants another token)`;
  return `the server does not speak the protocol here or does not want to: ${answer}`;
}

/** The beginning of a response's body, or what came of it. */
function readText(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (): void =>
      resolve(Buffer.concat(chunks).subarray(0, MAX_TEXT_BYTES).toString().trim());
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_TEXT_BYTES) finish();
    });
    response.on('end', finish).on('error', finish).on('close', finish);
  });
}

/** A host with several addresses gives one error for each, under one without a message. */
function describe(error: Error): string {
  if (error instanceof AggregateError) {
    return error.errors
      .map((inner: unknown) => (inner instanceof Error ? inner.message : ''))
      .join('; ');
  }
  return error.message;
}
