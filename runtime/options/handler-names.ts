import type { Handlers } from '../session/handlers.js';
import { checkParamNames, type Names } from './known-keys.js';

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
  if (handlers) checkParamNames(method, handlers, handlerNames);
}
