import { InvalidRequestError } from '../rpc/errors/json-rpc-error.js';
import { type HandlerScope, waitsForItself } from './handler-scope.js';

/** Something that a handler or tool wants to wait for, and what it can do in place of that. */
interface Wait {
  readonly method: string;
  readonly threadId: string;
  readonly what: string;
  readonly instead: string;
}

/**
 * The error for a wait that could never end, for the turns of the thread wait for the handler or tool
 * that the caller runs in; undefined for any other wait.
 */
export function ownWait(
  scope: HandlerScope | undefined,
  { method, threadId, what, instead }: Wait,
): InvalidRequestError | undefined {
  if (!waitsForItself(scope, threadId)) return undefined;
  return new InvalidRequestError({
    method,
    rpcCode: -32600,
    message:
      `${method}: this handler or tool was called by a turn of thread ${threadId}, which waits for ` +
      `it; ${what} would wait for itself. ${instead}`,
  });
}
