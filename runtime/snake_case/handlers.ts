import { paramsFromWire, resultToWire } from '../../generated/snake_case/mappers.js';
import type {
  ServerRequest,
  ServerRequestMap,
  ServerRequestMethod,
} from '../../generated/snake_case/protocol.js';
import {
  type defer,
  type HandlerContext as RootHandlerContext,
  type Handlers as RootHandlers,
} from '../index.js';
import { ofProgram } from './errors.js';
import { handlerNames } from './facade-names.js';
import { checkHandlers } from './known-keys.js';

/** What a handler is told beside the params. */
export interface HandlerContext {
  /**
   * Aborts when the request needs no answer any more: it was resolved elsewhere, its turn ended,
   * or the connection closed.
   */
  readonly signal: AbortSignal;
  /** The thread that asks; undefined for requests that belong to no thread. */
  readonly thread_id: string | undefined;
  /** The turn that asks; undefined for requests that belong to no turn. */
  readonly turn_id: string | undefined;
}

/** Answers one kind of server request. What it returns is the answer. */
export type Handler<M extends ServerRequestMethod> = (
  params: ServerRequestMap[M]['params'],
  context: HandlerContext,
) => ServerRequestMap[M]['result'] | Promise<ServerRequestMap[M]['result']>;

type Slot<M extends ServerRequestMethod> = Handler<M> | typeof defer | undefined;

/**
 * Answers to what the runtime asks of the client. A request without a handler gets a safe answer:
 * nothing is ever approved by default, and nothing waits for ever. A handler that throws, or that
 * returns no object, gets the safe answer too and is reported through `on_handler_error`.
 * An instance of a class will do: its methods have their `this`, and what it has beside them is its own.
 */
export interface Handlers {
  /** May this command run? Default: decline; the turn goes on. */
  readonly command_approval?: Slot<'item/commandExecution/requestApproval'>;
  /** May these files be changed? The changes are in the item's `item/started`. Default: decline. */
  readonly file_change_approval?: Slot<'item/fileChange/requestApproval'>;
  /** Which further permissions are granted? Default: none. */
  readonly permissions_approval?: Slot<'item/permissions/requestApproval'>;
  /** Answers to the agent's questions, by question id. Default: no answers. */
  readonly user_input?: Slot<'item/tool/requestUserInput'>;
  /** An MCP server asks the user something. Default: decline. */
  readonly elicitation?: Slot<'mcpServer/elicitation/request'>;
  /** Calls of dynamic tools that no `tool()` of the thread answers. Default: a failed result. */
  readonly tool_call?: Slot<'item/tool/call'>;
  /** New ChatGPT tokens, within ten seconds. Default: an error; the turn fails. */
  readonly auth_tokens_refresh?: Slot<'account/chatgptAuthTokens/refresh'>;
  /** An attestation token, within 100 milliseconds. Default: an error; the runtime goes on without. */
  readonly attestation?: Slot<'attestation/generate'>;
  /** The time, in whole seconds since 1970. Default: this computer's clock. */
  readonly current_time?: Slot<'currentTime/read'>;
  /** Legacy form of `file_change_approval`. Default: deny. */
  readonly apply_patch_approval?: Slot<'applyPatchApproval'>;
  /** Legacy form of `command_approval`. Default: deny. */
  readonly exec_command_approval?: Slot<'execCommandApproval'>;
  /** Requests that no handler above is for, newer methods included. Default: error -32601. */
  readonly on_unhandled?:
    | ((
        request: ServerRequest | { readonly method: string; readonly params?: unknown },
        context: HandlerContext,
      ) => unknown)
    | typeof defer
    | undefined;
}

type HandlerName = Exclude<keyof Handlers, 'on_unhandled'>;

/** The server request that each handler answers. */
export const handlerMethods: { readonly [Name in HandlerName]-?: ServerRequestMethod } = {
  command_approval: 'item/commandExecution/requestApproval',
  file_change_approval: 'item/fileChange/requestApproval',
  permissions_approval: 'item/permissions/requestApproval',
  user_input: 'item/tool/requestUserInput',
  elicitation: 'mcpServer/elicitation/request',
  tool_call: 'item/tool/call',
  auth_tokens_refresh: 'account/chatgptAuthTokens/refresh',
  attestation: 'attestation/generate',
  current_time: 'currentTime/read',
  apply_patch_approval: 'applyPatchApproval',
  exec_command_approval: 'execCommandApproval',
};

/** The handlers as the root calls them; `method` is the request whose thread they are of, if any. */
export function rootHandlers(handlers: Handlers, method?: string): RootHandlers {
  checkHandlers(handlers, handlerNames, method);
  const root: RootHandlers = {};
  for (const [name, rootName] of Object.entries(handlerNames) as [keyof Handlers, string][]) {
    // Looked up when there is something to answer, as the root does: they may be inherited, or change.
    const get = (): unknown => {
      const slot: unknown = handlers[name];
      if (typeof slot !== 'function') return slot;
      return rootHandler(name, slot.bind(handlers) as AnyHandler);
    };
    Object.defineProperty(root, rootName, { get, enumerable: true });
  }
  return root;
}

type AnyHandler = (first: unknown, context: HandlerContext) => unknown;

type AnyRootHandler = (first: unknown, context: RootHandlerContext) => Promise<unknown>;

function rootHandler(name: keyof Handlers, handler: AnyHandler): AnyRootHandler {
  if (name === 'on_unhandled') {
    return async (request, context) => {
      const { method, params } = request as { method: string; params?: unknown };
      const here = { ...(request as object), params: paramsFromWire(method, params) };
      const answer = await ofProgram(() => handler(here, handlerContext(context)));
      return resultToWire(method, answer);
    };
  }
  const method = handlerMethods[name];
  return async (params, context) => {
    const asked = paramsFromWire(method, params);
    return resultToWire(method, await ofProgram(() => handler(asked, handlerContext(context))));
  };
}

function handlerContext({ signal, threadId, turnId }: RootHandlerContext): HandlerContext {
  return { signal, thread_id: threadId, turn_id: turnId };
}
