import { InvalidParamsError } from '../rpc/errors/json-rpc-error.js';

/** The error for an argument that is wrong, thrown before anything is sent. */
export function invalidParams(method: string, message: string): InvalidParamsError {
  return new InvalidParamsError({ method, rpcCode: -32602, message: `${method}: ${message}` });
}
