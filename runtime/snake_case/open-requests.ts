import { paramsFromWire, resultToWire } from '../../generated/snake_case/mappers.js';
import type { OpenRequest as RootOpenRequest, RequestId, RpcErrorObject } from '../index.js';
import { spokenNow } from './errors.js';

/** A server request that waits for an answer from elsewhere than a handler. */
export interface OpenRequest {
  /** Its id on the wire, and in `codex.open_requests`. */
  readonly id: RequestId;
  /** Wire name of what is asked. */
  readonly method: string;
  /** What is asked: the params of that method in `ServerRequestMap`. */
  readonly params: unknown;
  /** Aborts when no answer is needed any more. */
  readonly signal: AbortSignal;
  /** Answers it; false if it needs no answer any more. */
  respond(result: unknown): boolean;
  /** Answers it with an error, which the runtime takes as a refusal; false as above. */
  reject(error: RpcErrorObject): boolean;
}

/** The root's open requests at any time, each the same object whenever it is looked at. */
export class OpenRequests implements ReadonlyMap<RequestId, OpenRequest> {
  readonly #root: ReadonlyMap<RequestId, RootOpenRequest>;
  readonly #known = new WeakMap<RootOpenRequest, OpenRequest>();

  constructor(root: ReadonlyMap<RequestId, RootOpenRequest>) {
    this.#root = root;
  }

  get size(): number {
    return this.#root.size;
  }

  /** One of the root's requests as this voice has it. */
  of(root: RootOpenRequest): OpenRequest {
    let request = this.#known.get(root);
    if (request === undefined) {
      request = openRequest(root);
      this.#known.set(root, request);
    }
    return request;
  }

  get(id: RequestId): OpenRequest | undefined {
    const root = this.#root.get(id);
    return root && this.of(root);
  }

  has(id: RequestId): boolean {
    return this.#root.has(id);
  }

  keys(): MapIterator<RequestId> {
    return this.#root.keys();
  }

  *values(): MapIterator<OpenRequest> {
    for (const root of this.#root.values()) yield this.of(root);
  }

  *entries(): MapIterator<[RequestId, OpenRequest]> {
    for (const [id, root] of this.#root) yield [id, this.of(root)];
  }

  [Symbol.iterator](): MapIterator<[RequestId, OpenRequest]> {
    return this.entries();
  }

  forEach(
    callback: (
      request: OpenRequest,
      id: RequestId,
      requests: ReadonlyMap<RequestId, OpenRequest>,
    ) => void,
    self?: unknown,
  ): void {
    for (const [id, request] of this) callback.call(self, request, id, this);
  }
}

function openRequest(root: RootOpenRequest): OpenRequest {
  const { id, method, params, signal } = root;
  return {
    id,
    method,
    params: paramsFromWire(method, params),
    signal,
    respond: (result) => spokenNow(() => root.respond(resultToWire(method, result))),
    reject: (error) => spokenNow(() => root.reject(error)),
  };
}
