import { METHODS } from '../../generated/methods.js';
import { InvalidRequestError } from '../rpc/errors/json-rpc-error.js';
import type { Lane } from '../rpc/lane.js';

type MethodInfo = (typeof METHODS)[keyof typeof METHODS];

function methodInfo(method: string): MethodInfo | undefined {
  return Object.hasOwn(METHODS, method) ? METHODS[method as keyof typeof METHODS] : undefined;
}

/** How requests of the method are treated while they wait. */
export function laneOf(method: string): Lane {
  const info = methodInfo(method);
  return info && 'lane' in info ? info.lane : 'normal';
}

/** Refuses what the server would refuse a client that has not opted in. */
export function rejectExperimental(method: string): void {
  if (methodInfo(method)?.stability !== 'experimental') return;
  throw new InvalidRequestError({
    method,
    rpcCode: -32600,
    message: `${method} is experimental, and this client was made with experimentalApi: false`,
  });
}
