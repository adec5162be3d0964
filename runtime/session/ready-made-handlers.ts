import type { ServerRequestMap } from '../../generated/protocol.js';
import type { Handlers } from './handlers.js';

type Elicitation = ServerRequestMap['mcpServer/elicitation/request'];

/**
 * Handlers that say yes: to commands, file changes, the permissions asked for, and to MCP servers
 * that ask for nothing but consent. Questions that need a person's words or a visit to a URL are
 * declined. Use it where the sandbox is what protects you.
 *
 * @example
 * const codex = new Codex({ handlers: { ...approveAll(), fileChangeApproval: ask } });
 */
export function approveAll(): Handlers {
  return {
    commandApproval: () => ({ decision: 'accept' }),
    fileChangeApproval: () => ({ decision: 'accept' }),
    permissionsApproval: ({ permissions }) => ({ permissions }),
    elicitation: (params) => (asksForConsent(params) ? { action: 'accept', content: {} } : decline),
    applyPatchApproval: () => ({ decision: 'approved' }),
    execCommandApproval: () => ({ decision: 'approved' }),
  };
}

/**
 * Handlers that say no to everything; the turn goes on without. With `ApprovalMode.denyAll` the runtime
 * does not ask about commands and file changes in the first place.
 *
 * @example
 * const codex = new Codex({ handlers: denyAll() });
 */
export function denyAll(): Handlers {
  const denied = { denied: { rejection: 'The client denies all requests.' } } as const;
  return {
    commandApproval: () => ({ decision: 'decline' }),
    fileChangeApproval: () => ({ decision: 'decline' }),
    permissionsApproval: () => ({ permissions: {} }),
    elicitation: () => decline,
    applyPatchApproval: () => ({ decision: denied }),
    execCommandApproval: () => ({ decision: denied }),
  };
}

const decline: Elicitation['result'] = { action: 'decline' };

function asksForConsent(params: Elicitation['params']): boolean {
  if (params.mode !== 'form') return false;
  const { required } = params.requestedSchema;
  return !required || required.length === 0;
}
