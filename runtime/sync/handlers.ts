import type { ServerRequestMap, ServerRequestMethod } from '../../generated/protocol.js';
import {
  approveAll as rootApproveAll,
  denyAll as rootDenyAll,
  type HandlerContext as RootHandlerContext,
  type Handlers as RootHandlers,
  type OpenRequest as RootOpenRequest,
} from '../index.js';
import type { BlockingHandlers, WithoutSignal } from './blocking.js';

/** What a handler is told beside the params. */
export interface HandlerContext extends WithoutSignal<RootHandlerContext> {}

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
 * answer too and is reported through `onHandlerError`.
 */
export interface Handlers extends BlockingHandlers<RootHandlers, HandlerContext> {}

/** A server request that waits for an answer from elsewhere than a handler. */
export interface OpenRequest extends WithoutSignal<RootOpenRequest> {}

/**
 * Handlers that say yes: to commands, file changes, the permissions asked for, and to MCP servers
 * that ask for nothing but consent. Questions that need a person's words or a visit to a URL are
 * declined. Use it where the sandbox is what protects you.
 *
 * @example
 * using codex = new Codex({ handlers: { ...approveAll(), fileChangeApproval: ask } });
 */
export function approveAll(): Handlers {
  return rootApproveAll() as Handlers;
}

/**
 * Handlers that say no to everything; the turn goes on without. With `ApprovalMode.denyAll` the runtime
 * does not ask about commands and file changes in the first place.
 *
 * @example
 * using codex = new Codex({ handlers: denyAll() });
 */
export function denyAll(): Handlers {
  return rootDenyAll() as Handlers;
}
