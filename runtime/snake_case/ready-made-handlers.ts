import { paramsToWire, resultFromWire } from '../../generated/snake_case/mappers.js';
import { approveAll, denyAll, type Handlers as RootHandlers } from '../index.js';
import { handlerNames } from './facade-names.js';
import { type HandlerContext, handlerMethods, type Handlers } from './handlers.js';

/**
 * Handlers that say yes: to commands, file changes, the permissions asked for, and to MCP servers
 * that ask for nothing but consent. Questions that need a person's words or a visit to a URL are
 * declined. Use it where the sandbox is what protects you.
 *
 * @example
 * const codex = new Codex({ handlers: { ...approve_all(), file_change_approval: ask } });
 */
export function approve_all(): Handlers {
  return respelledHandlers(approveAll());
}

/**
 * Handlers that say no to everything; the turn goes on without. With `ApprovalMode.deny_all` the runtime
 * does not ask about commands and file changes in the first place.
 *
 * @example
 * const codex = new Codex({ handlers: deny_all() });
 */
export function deny_all(): Handlers {
  return respelledHandlers(denyAll());
}

/** Handlers of the root as this voice calls them. */
function respelledHandlers(root: RootHandlers): Handlers {
  const entries = Object.entries(handlerMethods).flatMap(([name, method]) => {
    const handler = root[handlerNames[name as keyof typeof handlerMethods]] as unknown;
    if (typeof handler !== 'function') return [];
    const answer = (params: unknown, context: HandlerContext): unknown => {
      const { signal, thread_id: threadId, turn_id: turnId } = context;
      const asked = paramsToWire(method, params);
      // They answer at once, which the blocking client rests on.
      return resultFromWire(method, handler(asked, { signal, threadId, turnId }));
    };
    return [[name, answer]];
  });
  return Object.fromEntries(entries) as Handlers;
}
