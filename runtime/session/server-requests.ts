import type { InboundRequest } from '../rpc/inbound-request.js';
import type { RequestId, RpcErrorObject } from '../rpc/message.js';
import { AnsweredRequests } from './answered-requests.js';
import { defer, type HandlerContext, handlerNames, type Handlers } from './handlers.js';
import { threadIdOf, turnIdOf } from './route.js';
import { safeAnswer } from './safe-answers.js';

/** A server request that waits for an answer from elsewhere than a handler. */
export interface OpenRequest {
  /** Its id on the wire, and in `codex.openRequests`. */
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

/** Something that may answer a request; undefined leaves it to the next. */
export type Responder = (
  request: { readonly method: string; readonly params: unknown },
  context: HandlerContext,
) => (() => unknown) | typeof defer | undefined;

export interface ServerRequestsOptions {
  /** Who may answer, the first that can decides. */
  readonly responders: (threadId: string | undefined) => Iterable<Responder>;
  /** Carries out a handler. */
  readonly run: (
    method: string,
    context: HandlerContext,
    handler: () => unknown,
  ) => Promise<unknown>;
  readonly onHandlerError: (error: unknown, method: string) => void;
  /** Hears of each request that is left open. */
  readonly onOpen: (request: OpenRequest) => void;
  /** Whether a thread is another client's, which is asked as well and for which the first answer counts. */
  readonly isOthers: (threadId: string) => boolean;
}

interface Active {
  readonly request: InboundRequest;
  readonly context: HandlerContext;
  readonly controller: AbortController;
}

/** Answers what the server asks: once each, by a handler or safely. */
export class ServerRequests {
  readonly #options: ServerRequestsOptions;
  readonly #active = new Map<RequestId, Active>();
  readonly #open = new Map<RequestId, OpenRequest>();
  readonly #answered = new AnsweredRequests();

  constructor(options: ServerRequestsOptions) {
    this.#options = options;
  }

  /** Requests left open by `defer`. */
  get open(): ReadonlyMap<RequestId, OpenRequest> {
    return this.#open;
  }

  take(request: InboundRequest): void {
    const { id, method, params } = request;
    // After a resume the runtime sends what is still open again, with the same id.
    if (this.#active.has(id) || this.#answered.has(request)) return;
    const controller = new AbortController();
    const context: HandlerContext = {
      signal: controller.signal,
      threadId: threadIdOf(method, params),
      turnId: turnIdOf(method, params),
    };
    const active: Active = { request, context, controller };
    this.#active.set(id, active);
    const handler = this.#handlerFor(active);
    if (handler === undefined) this.#answerSafely(active);
    else if (handler === defer) this.#leaveOpen(active);
    else void this.#handle(active, handler);
  }

  /** The server needs no answer to this one any more. */
  resolved(id: RequestId, reason: string): void {
    const active = this.#active.get(id);
    if (!active) return;
    this.#settle(active);
    active.request.forget();
    active.controller.abort(new Error(reason));
  }

  /** The turn ended, and with it what it asked for. */
  turnEnded(threadId: string, turnId: string): void {
    for (const [id, { context }] of this.#active) {
      if (context.threadId === threadId && context.turnId === turnId) {
        this.resolved(id, 'The turn that asked has ended');
      }
    }
  }

  /** The connection is gone. */
  clear(): void {
    for (const id of this.#active.keys()) this.resolved(id, 'The connection has ended');
    this.#answered.clear();
  }

  #handlerFor({ request, context }: Active): ReturnType<Responder> {
    const { method, params } = request;
    try {
      for (const respond of this.#options.responders(context.threadId)) {
        const handler = respond({ method, params }, context);
        if (handler !== undefined) return handler;
      }
    } catch (error) {
      this.#options.onHandlerError(error, method);
    }
    return undefined;
  }

  async #handle(active: Active, handler: () => unknown): Promise<void> {
    const { method } = active.request;
    try {
      const result = await this.#options.run(method, active.context, handler);
      if (typeof result !== 'object' || result === null) {
        throw new TypeError(`The handler of ${method} returned ${String(result)}, not an object`);
      }
      if (active.request.answered) return;
      active.request.respond(result);
      this.#settle(active);
    } catch (error) {
      // A handler that gives up because it was told to has not failed.
      if (!active.controller.signal.aborted) this.#options.onHandlerError(error, method);
      this.#answerSafely(active);
    }
  }

  #leaveOpen(active: Active): void {
    const { request, controller } = active;
    const { id, method, params } = request;
    const open: OpenRequest = {
      id,
      method,
      params,
      signal: controller.signal,
      respond: (result) => {
        const answered = request.respond(result);
        this.#settle(active);
        return answered;
      },
      reject: (error) => {
        const answered = request.reject(error);
        this.#settle(active);
        return answered;
      },
    };
    this.#open.set(id, open);
    this.#options.onOpen(open);
  }

  #answerSafely(active: Active): void {
    const { request, context } = active;
    if (context.threadId !== undefined && this.#options.isOthers(context.threadId)) {
      // Not as one that was answered: it is asked again if this client takes the thread up.
      this.#settle(active);
      request.forget();
      return;
    }
    const answer = safeAnswer(request.method, request.params);
    if ('result' in answer) request.respond(answer.result);
    else request.reject(answer.error);
    this.#settle(active);
  }

  /** Takes a request out that was answered or needs no answer, unless another one has its id by now. */
  #settle(active: Active): void {
    const { request } = active;
    if (this.#active.get(request.id) !== active) return;
    this.#active.delete(request.id);
    this.#open.delete(request.id);
    if (request.answered) this.#answered.add(request);
  }
}

/** A responder for a set of handlers. `onUnhandled` answers what has no handler of its own. */
export function handlerResponder(handlers: Handlers): Responder {
  return ({ method, params }, context) => {
    const name = Object.hasOwn(handlerNames, method)
      ? handlerNames[method as keyof typeof handlerNames]
      : undefined;
    const handler = name && handlers[name];
    if (handler === defer) return defer;
    if (handler) {
      const call = handler as (params: unknown, context: HandlerContext) => unknown;
      return () => call.call(handlers, params, context);
    }
    const { onUnhandled } = handlers;
    if (onUnhandled === defer || onUnhandled === undefined) return onUnhandled;
    return () => onUnhandled.call(handlers, { method, params }, context);
  };
}
