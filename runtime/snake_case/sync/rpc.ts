import { Api, type RequestArguments } from '../../../generated/snake_case/api.js';
import type {
  NotificationMethod,
  RequestMap,
  RequestMethod,
  ServerNotification,
} from '../../../generated/snake_case/protocol.js';
import { type CallMethod, methodTree } from '../../sync/bridge/method-tree.js';
import type { BlockingMethods } from '../../sync/blocking.js';
import type { CallOptions } from './options.js';

type General = 'request' | 'request_untyped' | 'on';

/** The generated methods, each blocking. */
type Namespaces = { readonly [Name in Exclude<keyof Api, General>]: BlockingMethods<Api[Name]> };

/** Every method of the protocol, typed; each waits for its answer. */
export interface Rpc extends Namespaces {
  /** Sends a request by its name on the wire. */
  request<M extends RequestMethod>(
    method: M,
    ...args: BlockingArguments<RequestArguments<M>>
  ): RequestMap[M]['result'];
  /** Sends a request that is newer than the schema. */
  request_untyped(method: string, params?: unknown, options?: CallOptions): unknown;
  /** Hears the notifications of one method, until disposed of. */
  on<M extends NotificationMethod>(
    method: M,
    listener: (notification: Extract<ServerNotification, { method: M }>) => void,
  ): Disposable;
}

type BlockingArguments<Args extends readonly unknown[]> = Args extends [
  params: infer Params,
  options?: unknown,
]
  ? [params: Params, options?: CallOptions]
  : Args extends [params?: infer Params, options?: unknown]
    ? [params?: Params, options?: CallOptions]
    : never;

/** The methods of the generated client, carried out by `call`. */
export function blockingRpc(call: CallMethod): Rpc {
  return methodTree(new Api(nobody), call) as unknown as Rpc;
}

/** The generated client is only asked for its methods. */
const nobody = {
  rpc: { requestUntyped: () => Promise.reject(new Error('This client sends nothing')) },
  on: () => ({ [Symbol.dispose]: () => {} }),
};
