import type { RpcErrorObject } from '../message.js';
import {
  InternalRpcError,
  InvalidParamsError,
  InvalidRequestError,
  JsonRpcError,
  MethodNotFoundError,
  ParseError,
  RetryLimitExceededError,
  ServerBusyError,
  ServerDrainingError,
} from './json-rpc-error.js';

/** The code with which the app-server refuses a request while its queue is full. */
export const overloadedCode: number = -32001;

/**
 * The typed error for an error answer. The app-server uses -32600 for nearly everything, so its
 * texts are read as well; a text that is not known for sure stays what its code says.
 */
export function classifyRpcError(method: string, error: RpcErrorObject): JsonRpcError {
  const { code, message, data } = error;
  const init = { method, rpcCode: code, message, data };
  if (code === overloadedCode || saysOverloaded(data)) {
    return saysRetryLimit(message) ? new RetryLimitExceededError(init) : new ServerBusyError(init);
  }
  if (saysDraining(data)) return new ServerDrainingError(init);
  switch (code) {
    case -32700:
      return new ParseError(init);
    case -32600:
      return classifyInvalidRequest(method, message, init);
    case -32601:
      return new MethodNotFoundError(init);
    case -32602:
      return new InvalidParamsError(init);
    case -32603:
      return new InternalRpcError(init);
    default:
      return code >= -32099 && code <= -32000 && saysRetryLimit(message)
        ? new RetryLimitExceededError(init)
        : new JsonRpcError(init);
  }
}

/** The app-server puts `Invalid request: ` before a decoding failure, and only there. */
function classifyInvalidRequest(
  method: string,
  message: string,
  init: ConstructorParameters<typeof JsonRpcError>[0],
): JsonRpcError {
  if (!message.startsWith('Invalid request: ')) return new InvalidRequestError(init);
  return message.startsWith(`Invalid request: unknown variant \`${method}\`, expected `)
    ? new MethodNotFoundError(init)
    : new InvalidParamsError(init);
}

function saysRetryLimit(message: string): boolean {
  return /retry limit|too many failed attempts/i.test(message);
}

function saysDraining(data: unknown): boolean {
  return (
    typeof data === 'object' &&
    data !== null &&
    (data as { reason?: unknown }).reason === 'serverShuttingDown'
  );
}

/** Looks for the word anywhere in the data: the server spells it `serverOverloaded` and `server_overloaded`. */
export function saysOverloaded(data: unknown, depth = 6): boolean {
  if (typeof data === 'string') return /^server_?overloaded$/i.test(data);
  if (depth === 0 || typeof data !== 'object' || data === null) return false;
  return Object.entries(data).some(
    ([key, value]) => saysOverloaded(key, 0) || saysOverloaded(value, depth - 1),
  );
}
