import { CodexError } from '../../util/codex-error.js';
import { newestLines } from '../../util/plain-text.js';
import type { CloseInfo } from '../transport.js';

/** The connection to the runtime has ended. Every open call rejects with it, and every later one. */
export class TransportClosedError extends CodexError {
  override readonly name: string = 'TransportClosedError';
  /** Exit code of the runtime process, when it has exited. */
  readonly exitCode: number | null;
  /** The signal that ended the runtime process. */
  readonly signal: string | null;
  /** The newest output of the runtime's standard error. */
  readonly stderr: string;

  constructor(message: string, info: CloseInfo) {
    super(message, {
      code: 'transport_closed',
      ...(info.error === undefined ? {} : { cause: info.error }),
    });
    this.exitCode = info.exitCode;
    this.signal = info.signal;
    this.stderr = info.stderr;
  }

  /** Describes how the connection ended, with the newest lines of the runtime's standard error. */
  static from(
    info: CloseInfo,
    subject = 'The connection to the Codex runtime',
  ): TransportClosedError {
    return new TransportClosedError(`${subject} ${describeEnd(info)}`, info);
  }
}

const SHOWN_STDERR_LINES = 10;

function describeEnd({ reason, exitCode, signal, stderr, error }: CloseInfo): string {
  if (reason === 'closed') return 'was closed by this client';
  const lastWords = newestLines(stderr, SHOWN_STDERR_LINES);
  if (reason === 'disconnected') return `ended: the runtime closed it${lastWords}`;
  if (reason === 'failed') return `failed: ${error?.message ?? 'unknown cause'}${lastWords}`;
  const how = signal === null ? `exited with code ${String(exitCode)}` : `was killed by ${signal}`;
  return `ended: the process ${how}${lastWords}`;
}

/** The peer sent something that the protocol does not allow. */
export class ProtocolError extends CodexError {
  override readonly name: string = 'ProtocolError';
  /** The start of what arrived, at most 200 characters. */
  readonly excerpt: string;

  constructor(message: string, text = '', options: ErrorOptions = {}) {
    super(message, { ...options, code: 'protocol_error' });
    this.excerpt = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  }
}

/** No answer came within the time limit. The work may go on in the runtime: there is no cancel message. */
export class RequestTimeoutError extends CodexError {
  override readonly name: string = 'RequestTimeoutError';
  /** Wire name of the request. */
  readonly method: string;
  /** The limit, in milliseconds from the call. */
  readonly timeoutMs: number;

  constructor(method: string, timeoutMs: number, message?: string) {
    super(message ?? `${method} got no answer within ${timeoutMs} ms`, { code: 'request_timeout' });
    this.method = method;
    this.timeoutMs = timeoutMs;
  }
}

/** The caller's `signal` aborted. `name` is `'AbortError'`, `cause` is the signal's reason. */
export class AbortError extends CodexError {
  override readonly name: string = 'AbortError';

  constructor(message: string, reason: unknown) {
    super(message, { code: 'aborted', cause: reason });
  }
}
