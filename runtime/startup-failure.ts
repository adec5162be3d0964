import { StartupError } from './process/errors.js';
import {
  ProtocolError,
  RequestTimeoutError,
  TransportClosedError,
} from './rpc/errors/connection-errors.js';
import { JsonRpcError } from './rpc/errors/json-rpc-error.js';

/** The error for a start that failed: what ended the handshake becomes a `StartupError`. */
export function startupFailure(error: unknown): unknown {
  if (error instanceof TransportClosedError) {
    const { exitCode, signal, stderr } = error;
    if (exitCode === null && signal === null && stderr === '') return error;
    const how = signal === null ? `with code ${String(exitCode)}` : `by ${signal}`;
    const message =
      exitCode === null && signal === null
        ? 'The connection to the Codex runtime ended before the handshake was done'
        : `The Codex runtime ended ${how} before the handshake was done`;
    return new StartupError(message, { exitCode, signal, stderr, cause: error });
  }
  if ([JsonRpcError, ProtocolError, RequestTimeoutError].some((type) => error instanceof type)) {
    const { message } = error as Error;
    return new StartupError(`The handshake with the Codex runtime failed: ${message}`, {
      cause: error,
    });
  }
  return error;
}
