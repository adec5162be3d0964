import type { ClientRequest, RequestMap, RequestMethod } from '../../../generated/protocol.js';
import { checkFunction } from '../../util/check-function.js';
import { rpcError } from './errors.js';

/** A request of the client as it came. */
export type ReceivedRequest<M extends RequestMethod = RequestMethod> = Of<M, ClientRequest>;

type Of<M, R> = R extends ClientRequest ? (R['method'] extends M ? R : never) : never;

/** A request that is being answered. */
export interface MethodCall<M extends RequestMethod = RequestMethod> {
  /** The request as it came. */
  readonly request: ReceivedRequest<M>;
  /** Aborts when the client's connection has ended. */
  readonly signal: AbortSignal;
  /** What the answer would be without this handler: an earlier handler's, or the default one. */
  next(): Promise<RequestMap[M]['result']>;
}

/**
 * Answers a request of the client. To refuse it, throw what `rpcError` makes. To leave it open,
 * return a promise that does not settle.
 */
export type MethodHandler<M extends RequestMethod = RequestMethod> = (
  params: RequestMap[M]['params'],
  call: MethodCall<M>,
) => RequestMap[M]['result'] | Promise<RequestMap[M]['result']>;

/** Answers by method. */
export type MethodHandlers = { readonly [M in RequestMethod]?: MethodHandler<M> };

/** How long a handler is used. */
export interface HandleOptions {
  /** How many requests it answers; those after it go to what answered before. Default: all. */
  readonly times?: number | undefined;
}

/** Answers a request of any method, one that the schema does not know included. */
export type UntypedHandler = (params: unknown, call: UntypedCall) => unknown;

/** A request of any method that is being answered. */
export interface UntypedCall {
  /** The request as it came. */
  readonly request: {
    /** The request's id. */
    readonly id: string | number;
    /** Its method. */
    readonly method: string;
  };
  /** Aborts when the client's connection has ended. */
  readonly signal: AbortSignal;
  /** What the answer would be without this handler. */
  next(): Promise<unknown>;
}

interface Entry {
  readonly handler: UntypedHandler;
  left: number;
}

/** Who answers which method: the newest handler first. */
export class Methods {
  readonly #entries = new Map<string, Entry[]>();

  add(method: string, handler: UntypedHandler, { times = Infinity }: HandleOptions): Disposable {
    checkFunction(`The handler of ${method}`, handler);
    const entries = this.#entries.get(method) ?? [];
    this.#entries.set(method, entries);
    const entry = { handler, left: times };
    entries.push(entry);
    return {
      [Symbol.dispose]: () => {
        entry.left = 0;
      },
    };
  }

  has(method: string): boolean {
    return (this.#entries.get(method) ?? []).some(({ left }) => left > 0);
  }

  /** Answers a request; `fallback` is what the server does by itself, if it does anything. */
  answer(call: Omit<UntypedCall, 'next'>, params: unknown, fallback?: () => unknown): unknown {
    const { method } = call.request;
    const handlers = (this.#entries.get(method) ?? []).filter(({ left }) => left > 0);
    const step = (): unknown => {
      const entry = handlers.pop();
      if (!entry) return (fallback ?? (() => refuse(method)))();
      entry.left -= 1;
      return entry.handler(params, { ...call, next: async () => await step() });
    };
    return step();
  }
}

function refuse(method: string): never {
  throw rpcError(
    -32601,
    `FakeAppServer has no answer to ${method} of its own. Give it one: ` +
      `fake.handle('${method}', (params) => result)`,
  );
}
