import type { ServerNotification } from '../../generated/protocol.js';
import type { Turn } from '../../generated/types.js';
import { type Transcript, type WireMessage } from '../../runtime/testing/index.js';
import { turnResult } from '../../runtime/session/turn-result.js';
import { foldTurn, initialTurnState, type TurnState } from '../../runtime/session/turn-state.js';

/** What every turn in a transcript comes to, by its id, from what the server said and nothing else. */
export function foldTurns({ entries }: Transcript): Record<string, unknown> {
  const sent = entries.flatMap((entry) =>
    'message' in entry && entry.from === 'server' ? [entry.message] : [],
  );
  const threadOf = requestedThreads(entries);
  const states = new Map<string, TurnState>();
  for (const message of sent) {
    const started = startedTurn(message, threadOf);
    if (started && !states.has(started.turn.id)) {
      states.set(started.turn.id, initialTurnState(started.threadId, started.turn));
    }
    if (!('method' in message)) continue;
    for (const [id, state] of states) {
      states.set(id, foldTurn(state, message as unknown as ServerNotification));
    }
  }
  return Object.fromEntries(
    [...states].map(([id, state]) => [
      id,
      { completed: state.completed, ...(JSON.parse(JSON.stringify(turnResult(state))) as object) },
    ]),
  );
}

/** The threads that the client's requests are about, by request id. */
function requestedThreads(entries: Transcript['entries']): Map<unknown, string> {
  const threads = new Map<unknown, string>();
  for (const entry of entries) {
    if (!('message' in entry) || entry.from !== 'client') continue;
    const { id, params } = entry.message as { id?: unknown; params?: { threadId?: string } };
    if (params?.threadId !== undefined) threads.set(id, params.threadId);
  }
  return threads;
}

function startedTurn(
  message: WireMessage,
  threadOf: ReadonlyMap<unknown, string>,
): { threadId: string; turn: Turn } | undefined {
  const { id, method, params, result } = message as {
    id?: unknown;
    method?: string;
    params?: { threadId: string; turn: Turn };
    result?: { turn?: Turn };
  };
  if (method === 'turn/started' && params) return params;
  const threadId = threadOf.get(id);
  if (method !== undefined || !result?.turn || threadId === undefined) return undefined;
  return { threadId, turn: result.turn };
}
