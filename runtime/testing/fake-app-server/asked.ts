import { JsonRpcError } from '../../rpc/errors/json-rpc-error.js';
import type { RequestId, RpcErrorObject } from '../../rpc/message.js';
import { type Deferred, deferred } from '../../util/deferred.js';

/** A request of the server that the client has not answered yet. */
export interface OpenAsk {
  readonly id: RequestId;
  readonly method: string;
  readonly threadId: string | undefined;
  readonly answer: Deferred<unknown>;
}

/** What the server has asked. Ids count up over all connections, as the runtime's do. */
export class Asked {
  readonly #open = new Map<RequestId, OpenAsk>();
  #nextId = 0;

  add(method: string, threadId: string | undefined): OpenAsk {
    const ask: OpenAsk = { id: this.#nextId++, method, threadId, answer: deferred() };
    this.#open.set(ask.id, ask);
    return ask;
  }

  /** Takes a request out of those that are open. */
  take(id: RequestId): OpenAsk | undefined {
    const ask = this.#open.get(id);
    this.#open.delete(id);
    return ask;
  }

  /** Whether a request with this id has ever been sent: a late answer to it is no mistake. */
  wasSent(id: unknown): boolean {
    return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < this.#nextId;
  }

  openOf(threadId: string): OpenAsk[] {
    return [...this.#open.values()].filter((ask) => ask.threadId === threadId);
  }

  /** Nobody is left who could answer. */
  rejectAll(error: Error): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { answer } of open) answer.reject(error);
  }
}

/** The client's error answer, as what it rejects the question with. */
export function answeredWithError(method: string, error: RpcErrorObject): JsonRpcError {
  const { code, message, data } = error;
  return new JsonRpcError({ method, rpcCode: code, message, data });
}
