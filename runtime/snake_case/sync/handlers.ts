import type {
  ServerRequestMap,
  ServerRequestMethod,
} from '../../../generated/snake_case/protocol.js';
import {
  approve_all as asyncApproveAll,
  deny_all as asyncDenyAll,
  type HandlerContext as AsyncHandlerContext,
  type Handlers as AsyncHandlers,
  type OpenRequest as AsyncOpenRequest,
} from '../index.js';
import type { BlockingHandlers, WithoutSignal } from '../../sync/blocking.js';

/** What a handler is told beside the params. */
export interface HandlerContext extends WithoutSignal<AsyncHandlerContext> {}

/** Answers one kind of server request. What it returns is the answer; a promise is an error. */
export type Handler<M extends ServerRequestMethod> = (
  params: ServerRequestMap[M]['params'],
  context: HandlerContext,
) => ServerRequestMap[M]['result'];

/**
 * Answers to what the runtime asks of the client, given on the calling thread while it waits for some
 * call; a handler may call the client itself. A request that arrives between two calls is answered at
 * the next one. A request without a handler gets a safe answer: nothing is ever approved by default,
 * and nothing waits for ever. A handler that throws, that returns a promise or no object, gets the safe
 * answer too and is reported through `on_handler_error`.
 */
export interface Handlers extends BlockingHandlers<AsyncHandlers, HandlerContext> {}

/** A server request that waits for an answer from elsewhere than a handler. */
export interface OpenRequest extends WithoutSignal<AsyncOpenRequest> {}

/**
 * Handlers that say yes: to commands, file changes, the permissions asked for, and to MCP servers
 * that ask for nothing but consent. Questions that need a person's words or a visit to a URL are
 * declined. Use it where the sandbox is what protects you.
 *
 * @example
 * using codex = new Codex({ handlers: { ...approve_all(), file_change_approval: ask } });
 */
export function approve_all(): Handlers {
  return asyncApproveAll() as Handlers;
}

/**
 * Handlers that say no to everything; the turn goes on without. With `ApprovalMode.deny_all` the runtime
 * does not ask about commands and file changes in the first place.
 *
 * @example
 * using codex = new Codex({ handlers: deny_all() });
 */
export function deny_all(): Handlers {
  return asyncDenyAll() as Handlers;
}
