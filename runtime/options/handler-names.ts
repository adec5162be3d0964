import { InvalidParamsError } from '../rpc/errors/json-rpc-error.js';
import type { Handlers } from '../session/handlers.js';
import { ConfigurationError } from '../util/configuration-error.js';
import { checkHandlerNames, type Names } from './known-keys.js';

/** Names of all handlers. */
export const handlerNames: Names<Handlers> = {
  applyPatchApproval: true,
  attestation: true,
  authTokensRefresh: true,
  commandApproval: true,
  currentTime: true,
  elicitation: true,
  execCommandApproval: true,
  fileChangeApproval: true,
  onUnhandled: true,
  permissionsApproval: true,
  toolCall: true,
  userInput: true,
};

/**
 * Rejects misspelled handlers of a thread: what they are meant to answer would be declined in silence.
 *
 * @throws InvalidParamsError naming the key and the one that was perhaps meant.
 */
export function checkHandlers(method: string, handlers: Handlers | undefined): void {
  if (!handlers) return;
  checkHandlerNames(handlers, handlerNames, (message) => {
    return new InvalidParamsError({ method, rpcCode: -32602, message });
  });
}

/**
 * Rejects misspelled handlers of a client.
 *
 * @throws ConfigurationError naming the key and the one that was perhaps meant.
 */
export function checkClientHandlers(handlers: Handlers): void {
  checkHandlerNames(handlers, handlerNames, (message) => new ConfigurationError(message));
}
