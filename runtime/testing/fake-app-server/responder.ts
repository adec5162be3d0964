import { JsonRpcError } from '../../rpc/errors/json-rpc-error.js';
import { isThenable } from '../../util/thenable.js';
import { FakeServerError, listed } from './errors.js';
import type { Defaults, Exchange } from './exchange.js';
import type { Faults } from './faults.js';
import type { Methods, ReceivedRequest } from './methods.js';
import type { Peer } from './peer.js';
import type { Received } from './received.js';
import type { Wire, WireCall } from './wire.js';
import { methodInfo } from './wire-check.js';

export interface ResponderOptions {
  readonly wire: Wire;
  readonly faults: Faults;
  readonly methods: Methods;
  readonly received: Received;
  readonly defaults: Defaults;
}

type AnyDefault = (params: unknown, exchange: Exchange) => unknown;

/** Answers every request of the client, by a handler or as the runtime would. */
export class Responder {
  readonly #options: ResponderOptions;

  constructor(options: ResponderOptions) {
    this.#options = options;
  }

  take(peer: Peer, request: WireCall): void {
    const { wire, received, methods } = this.#options;
    const { id, method, params } = request;
    received.add({ id, method, params } as ReceivedRequest);
    const isUntyped = methodInfo(method)?.kind !== 'request' && methods.has(method);
    const fault = isUntyped ? undefined : wire.faultOf(request);
    const known = methodInfo(method)?.kind === 'request';
    if (fault) {
      // The runtime's own words for a method that it does not know, which clients read.
      const unknown = `unknown variant \`${method}\`, expected one of the protocol's methods`;
      const message = `Invalid request: ${known ? listed(fault.issues) : unknown}`;
      wire.refuse(peer, request, { code: -32600, message });
      return;
    }
    const refusal = this.#refusal(peer, request);
    if (refusal !== undefined) wire.refuse(peer, request, { code: -32600, message: refusal });
    else this.#answer(peer, request);
  }

  /** Why the runtime would not even look at the request. */
  #refusal(peer: Peer, request: WireCall): string | undefined {
    const { method } = request;
    if (method === 'initialize') return peer.initialized ? 'Already initialized' : undefined;
    if (!peer.initialized) return 'Not initialized';
    const what = peer.experimentalApi ? undefined : this.#options.wire.experimentalIn(request);
    return what === undefined ? undefined : `${what} requires experimentalApi capability`;
  }

  #answer(peer: Peer, request: WireCall): void {
    const { methods, defaults } = this.#options;
    const { id, method, params } = request;
    const actions: (() => void)[] = [];
    let isAnswered = false;
    const own = (
      Object.hasOwn(defaults, method) ? defaults[method as keyof Defaults] : undefined
    ) as AnyDefault | undefined;
    const after = (action: () => void): void => {
      if (isAnswered) this.#follow(request, action);
      else actions.push(action);
    };
    const exchange: Exchange = { peer, after };
    const end = (answer: () => void): void => {
      if (peer.isOpen) answer();
      isAnswered = true;
      // Also after an error: a handler that has called `next` has had the server do it.
      for (const action of actions) this.#follow(request, action);
    };
    const settle = (result: unknown): void => {
      end(() => {
        this.#send(peer, request, result);
      });
    };
    const fail = (error: unknown): void => {
      end(() => {
        this.#refuse(peer, request, error);
      });
    };
    try {
      const call = { request: { id, method, params }, signal: peer.gone };
      const result = methods.answer(call, params, own && (() => own(params, exchange)));
      // What can be answered at once is, so that nothing gets in between.
      if (isThenable(result)) Promise.resolve(result).then(settle, fail);
      else settle(result);
    } catch (error) {
      fail(error);
    }
  }

  /** What the server does by itself after its answer. */
  #follow({ method }: WireCall, action: () => void): void {
    // With the last client all has ended that there could be to say.
    if (this.#options.wire.clients.length === 0) return;
    try {
      action();
    } catch (error) {
      this.#options.faults.add(asFault(error, method));
    }
  }

  #send(peer: Peer, request: WireCall, result: unknown): void {
    try {
      this.#options.wire.answer(peer, request, result);
    } catch (error) {
      this.#refuse(peer, request, error);
      return;
    }
    if (request.method === 'initialize') introduce(peer, request.params);
  }

  #refuse(peer: Peer, request: WireCall, error: unknown): void {
    if (!(error instanceof JsonRpcError)) {
      this.#admit(peer, request, error);
      return;
    }
    const { rpcCode: code, message, data } = error;
    try {
      this.#options.wire.refuse(peer, request, { code, message, data });
    } catch (unfit) {
      this.#admit(peer, request, unfit);
    }
  }

  /** The test is at fault. */
  #admit(peer: Peer, request: WireCall, error: unknown): void {
    const { wire, faults } = this.#options;
    const fault = asFault(error, request.method);
    faults.add(fault);
    wire.refuse(peer, request, { code: -32603, message: fault.message });
  }
}

/** What the client has said of itself counts from now on. */
function introduce(peer: Peer, params: unknown): void {
  const { capabilities } = params as {
    readonly capabilities?: {
      readonly experimentalApi?: boolean;
      readonly optOutNotificationMethods?: readonly string[] | null;
    } | null;
  };
  peer.initialized = true;
  peer.experimentalApi = capabilities?.experimentalApi ?? false;
  peer.optedOut = new Set(capabilities?.optOutNotificationMethods);
}

function asFault(error: unknown, method: string): FakeServerError {
  if (error instanceof FakeServerError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new FakeServerError('handler_failed', `The handler of ${method} threw: ${why}`, {
    cause: error,
  });
}
