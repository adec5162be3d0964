import { realpath } from 'node:fs/promises';
import { connect } from 'node:net';
import type { ClientOptions, WebSocket } from 'ws';
import type { Environment } from '../process/environment.js';
import { StartupError } from '../process/errors.js';
import { TIMED_OUT, within } from '../util/within.js';
import { MessageTooLargeError } from '../rpc/errors/message-too-large-error.js';
import { MAX_LINE_BYTES } from '../rpc/line-splitter.js';
import type { CloseInfo, Transport, TransportEvents } from '../rpc/transport.js';
import { CodexError } from '../util/codex-error.js';
import { closedError } from './closed.js';
import { parseEndpoint, type Endpoint } from './endpoint.js';
import { KeepAlive } from './keep-alive.js';
import { DEFAULT_MAX_MESSAGE_BYTES, outboundProblem } from './outbound-limit.js';
import { upgraded } from './upgrade.js';

export interface WebSocketTransportOptions {
  /** `ws://…`, `wss://…`, `unix:///path`, or `unix://` for the default socket in `$CODEX_HOME`. */
  readonly url: string;
  /** Sent as a bearer token; never over an unencrypted network connection. */
  readonly token?: string | undefined;
  /** Where `CODEX_HOME` is looked up. Default: the environment of this process. */
  readonly env?: Environment | undefined;
  /**
   * The longest message in either direction, in bytes. Default: 256 MiB. Outbound never more than
   * the 64 MiB that the server takes.
   */
  readonly maxMessageBytes?: number | undefined;
  /** How long connecting may take, in milliseconds. Default: 15,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long the server may take to end its side on `close()`, in milliseconds. Default: 1,000. */
  readonly closeTimeoutMs?: number | undefined;
  /**
   * Time between pings, in milliseconds; 0 sends none. A server that is silent for three of them is
   * disconnected. Default: 30,000 to other machines and 0 on this one, where the system tells.
   */
  readonly keepAliveMs?: number | undefined;
}

/** The server drops the connection at a longer frame (16 MiB) or message (64 MiB). */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;
const MAX_SERVER_MESSAGE_BYTES = 64 * 1024 * 1024;
/** What fits on every system; Linux allows four more. */
const MAX_SOCKET_PATH_BYTES = 103;
/** Bytes that may wait to be written before `send()` makes its caller wait. */
const HIGH_WATER_BYTES = 64 * 1024;

type Cause = Pick<CloseInfo, 'reason' | 'error'>;

/**
 * Speaks to a runtime that listens on a WebSocket, over TCP, TLS or a unix socket, one message per
 * text frame. The runtime lives on when the connection ends.
 */
export class WebSocketTransport implements Transport {
  readonly #options: WebSocketTransportOptions;
  readonly #endpoint: Endpoint;
  readonly #inboundLimit: number;
  readonly #outboundLimit: number;
  readonly #closeTimeoutMs: number;
  readonly #keepAlive = new KeepAlive();
  /** Those who wait for their message to be written. */
  readonly #waiting = new Set<(error: Error) => void>();
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #events: TransportEvents | undefined;
  #socket: WebSocket | undefined;
  #gone: Promise<void> | undefined;
  /** Why the connection ends, as soon as it is known. The first one stays. */
  #cause: Cause | undefined;

  /** @throws ConfigurationError if the url or the token cannot be used. */
  constructor(options: WebSocketTransportOptions) {
    const { maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES } = options;
    this.#options = options;
    this.#endpoint = parseEndpoint(options.url, options.token, options.env);
    this.#inboundLimit = Math.min(maxMessageBytes, MAX_LINE_BYTES);
    this.#outboundLimit = Math.min(maxMessageBytes, MAX_SERVER_MESSAGE_BYTES);
    this.#closeTimeoutMs = options.closeTimeoutMs ?? 1000;
  }

  /** Resolves when the server has agreed. Rejects with a `StartupError` that says why it did not. */
  open(events: TransportEvents): Promise<void> {
    if (this.#opening || this.#closing) return Promise.reject(closedError());
    this.#opening = this.#connect(events);
    return this.#opening;
  }

  send(text: string): Promise<void> {
    const socket = this.#socket;
    if (!socket || !this.#events || this.#cause || socket.readyState !== socket.OPEN) {
      return Promise.reject(closedError(this.#cause?.error));
    }
    const problem = outboundProblem(text, this.#outboundLimit);
    if (problem) return Promise.reject(problem);
    if (socket.bufferedAmount + text.length < HIGH_WATER_BYTES) {
      socket.send(text);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      sendInFrames(socket, text, (error) => {
        this.#waiting.delete(reject);
        if (error) reject(closedError(error));
        else resolve();
      });
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #connect(events: TransportEvents): Promise<void> {
    const { url, socketPath, headers, name, isLocal } = this.#endpoint;
    const { connectTimeoutMs = 15_000, keepAliveMs = isLocal ? 0 : 30_000 } = this.#options;
    const [{ WebSocket }, path] = await Promise.all([
      import('ws'),
      socketPath === undefined ? undefined : reachable(socketPath),
    ]);
    if (this.#closing) throw closedError();
    const options: ClientOptions = {
      headers,
      maxPayload: this.#inboundLimit,
      perMessageDeflate: false,
      ...(path === undefined ? {} : { createConnection: () => connect(path) }),
    };
    const socket = new WebSocket(url, options);
    this.#socket = socket;
    this.#gone = new Promise((resolve) => socket.once('close', () => resolve()));
    // Every other listener comes with the opening; this one keeps late errors from being uncaught.
    socket.on('error', () => {});
    try {
      await upgraded(socket, name, connectTimeoutMs, () => {
        this.#events = events;
        this.#attach(socket);
        if (keepAliveMs > 0) this.#watch(socket, keepAliveMs);
      });
    } catch (error) {
      throw this.#closing ? closedError() : error;
    }
  }

  #attach(socket: WebSocket): void {
    socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary));
    socket.on('pong', () => this.#keepAlive.heard());
    socket.on('error', (error) => this.#fail({ reason: 'failed', error: this.#translate(error) }));
    socket.on('close', (code, reason) => {
      this.#cause ??= disconnected(code, reason.toString());
      this.#report();
    });
  }

  #receive(data: Buffer, isBinary: boolean): void {
    this.#keepAlive.heard();
    if (this.#cause || !this.#events) return;
    try {
      if (!isBinary) this.#events.message(data.toString());
      else {
        const error = new CodexError('Skipped a binary frame', { code: 'invalid_frame' });
        this.#events.invalid(error, data.length);
      }
    } catch (error) {
      this.#fail({ reason: 'failed', error: error as Error });
    }
  }

  #watch(socket: WebSocket, intervalMs: number): void {
    this.#keepAlive.start(
      intervalMs,
      () => socket.ping(),
      () => {
        const error = new CodexError('The server has given no sign of life', {
          code: 'silent_peer',
        });
        this.#fail({ reason: 'disconnected', error });
      },
    );
  }

  #translate(error: Error & { code?: string }): Error {
    if (error.code !== 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return error;
    const details = { direction: 'inbound', limit: this.#inboundLimit, size: null } as const;
    return new MessageTooLargeError(details, { cause: error });
  }

  #fail(cause: Cause): void {
    this.#cause ??= cause;
    this.#socket?.terminate();
    this.#report();
  }

  async #close(): Promise<void> {
    this.#cause ??= { reason: 'closed' };
    this.#release();
    this.#socket?.close(1000);
    if (this.#gone && (await within(this.#gone, this.#closeTimeoutMs)) === TIMED_OUT) {
      this.#socket?.terminate();
      await within(this.#gone, this.#closeTimeoutMs);
    }
    this.#report();
  }

  #release(): void {
    this.#keepAlive.stop();
    for (const reject of this.#waiting) reject(closedError(this.#cause?.error));
    this.#waiting.clear();
  }

  #report(): void {
    const events = this.#events;
    if (!events || !this.#cause) return;
    this.#events = undefined;
    this.#release();
    events.closed({ exitCode: null, signal: null, stderr: '', ...this.#cause });
  }
}

/** Sends one message in frames that the server takes; `done` is called when the last is written. */
function sendInFrames(socket: WebSocket, text: string, done: (error?: Error) => void): void {
  if (text.length * 3 <= MAX_FRAME_BYTES) {
    socket.send(text, done);
    return;
  }
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += MAX_FRAME_BYTES) {
    const fin = start + MAX_FRAME_BYTES >= bytes.length;
    const frame = bytes.subarray(start, start + MAX_FRAME_BYTES);
    socket.send(frame, { binary: false, fin }, fin ? done : undefined);
  }
}

/**
 * The path to connect to. Systems cut longer ones off in silence, for which the runtime has a way
 * out: it listens in a short place, and the path is a link to it.
 */
async function reachable(path: string): Promise<string> {
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path;
  const target = await realpath(path).catch(() => path);
  if (Buffer.byteLength(target) <= MAX_SOCKET_PATH_BYTES) return target;
  throw new StartupError(
    `Could not connect to unix://${path}: the path of a socket can have ` +
      `${MAX_SOCKET_PATH_BYTES} bytes at most`,
  );
}

function disconnected(code: number, reason: string): Cause {
  // 1005 and 1006 stand for a connection that ended without a word, which is this server's way.
  if (code === 1000 || code === 1005 || code === 1006) return { reason: 'disconnected' };
  const error = new CodexError(`The server closed the connection: ${code} ${reason}`.trimEnd(), {
    code: 'transport_closed',
  });
  return { reason: 'disconnected', error };
}
