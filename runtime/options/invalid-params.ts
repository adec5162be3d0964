import { InvalidParamsError } from '../rpc/errors/json-rpc-error.js';

/** The error for an argument that is wrong, thrown before anything is sent. */
export function invalidParams(
  method: string,
  message: string,
  cause?: unknown,
): InvalidParamsError {
  const init = { method, rpcCode: -32602, message: `${method}: ${message}` };
  return new InvalidParamsError(cause === undefined ? init : { ...init, cause });
}
