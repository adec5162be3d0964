import type {
  ServerRequest,
  ServerRequestMap,
  ServerRequestMethod,
} from '../../generated/protocol.js';

/** What a handler is told beside the params. */
export interface HandlerContext {
  /**
   * Aborts when the request needs no answer any more: it was resolved elsewhere, its turn ended,
   * or the connection closed.
   */
  readonly signal: AbortSignal;
  /** The thread that asks; undefined for requests that belong to no thread. */
  readonly threadId: string | undefined;
  /** The turn that asks; undefined for requests that belong to no turn. */
  readonly turnId: string | undefined;
}

/** Answers one kind of server request. What it returns is the answer. */
export type Handler<M extends ServerRequestMethod> = (
  params: ServerRequestMap[M]['params'],
  context: HandlerContext,
) => ServerRequestMap[M]['result'] | Promise<ServerRequestMap[M]['result']>;

/** In place of a handler: leaves the request in `codex.openRequests`, to be answered later. */
export const defer: unique symbol = Symbol.for('codex-app-server-sdk.defer');

type Slot<M extends ServerRequestMethod> = Handler<M> | typeof defer | undefined;

/**
 * Answers to what the runtime asks of the client. A request without a handler gets a safe answer:
 * nothing is ever approved by default, and nothing waits for ever. A handler that throws, or that
 * returns no object, gets the safe answer too and is reported through `onHandlerError`.
 * An instance of a class will do: its methods have their `this`, and what it has beside them is its own.
 */
export interface Handlers {
  /** May this command run? Default: decline; the turn goes on. */
  readonly commandApproval?: Slot<'item/commandExecution/requestApproval'>;
  /** May these files be changed? The changes are in the item's `item/started`. Default: decline. */
  readonly fileChangeApproval?: Slot<'item/fileChange/requestApproval'>;
  /** Which further permissions are granted? Default: none. */
  readonly permissionsApproval?: Slot<'item/permissions/requestApproval'>;
  /** Answers to the agent's questions, by question id. Default: no answers. */
  readonly userInput?: Slot<'item/tool/requestUserInput'>;
  /** An MCP server asks the user something. Default: decline. */
  readonly elicitation?: Slot<'mcpServer/elicitation/request'>;
  /** Calls of dynamic tools that no `tool()` of the thread answers. Default: a failed result. */
  readonly toolCall?: Slot<'item/tool/call'>;
  /** New ChatGPT tokens, within ten seconds. Default: an error; the turn fails. */
  readonly authTokensRefresh?: Slot<'account/chatgptAuthTokens/refresh'>;
  /** An attestation token, within 100 milliseconds. Default: an error; the runtime goes on without. */
  readonly attestation?: Slot<'attestation/generate'>;
  /** The time, in whole seconds since 1970. Default: this computer's clock. */
  readonly currentTime?: Slot<'currentTime/read'>;
  /** Legacy form of `fileChangeApproval`. Default: deny. */
  readonly applyPatchApproval?: Slot<'applyPatchApproval'>;
  /** Legacy form of `commandApproval`. Default: deny. */
  readonly execCommandApproval?: Slot<'execCommandApproval'>;
  /** Requests that no handler above is for, newer methods included. Default: error -32601. */
  readonly onUnhandled?:
    | ((
        request: ServerRequest | { readonly method: string; readonly params?: unknown },
        context: HandlerContext,
      ) => unknown)
    | typeof defer
    | undefined;
}

/** The member of {@link Handlers} that answers each server request. */
export const handlerNames: {
  readonly [M in ServerRequestMethod]: Exclude<keyof Handlers, 'onUnhandled'>;
} = {
  'item/commandExecution/requestApproval': 'commandApproval',
  'item/fileChange/requestApproval': 'fileChangeApproval',
  'item/permissions/requestApproval': 'permissionsApproval',
  'item/tool/requestUserInput': 'userInput',
  'mcpServer/elicitation/request': 'elicitation',
  'item/tool/call': 'toolCall',
  'account/chatgptAuthTokens/refresh': 'authTokensRefresh',
  'attestation/generate': 'attestation',
  'currentTime/read': 'currentTime',
  applyPatchApproval: 'applyPatchApproval',
  execCommandApproval: 'execCommandApproval',
};
