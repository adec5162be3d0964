import type { ServerNotification } from '../../generated/protocol.js';
import type { ThreadItem, ThreadTokenUsage, Turn, TurnError } from '../../generated/types.js';

/** An item that was started; `text` is what its deltas add up to so far. */
export interface OpenItem {
  readonly item: ThreadItem;
  readonly text: string;
}

/** What is known of a turn from its notifications. */
export interface TurnState {
  readonly threadId: string;
  readonly turnId: string;
  /** The turn as it was last reported as a whole. */
  readonly turn: Turn;
  /** Completed items, in order of completion. */
  readonly items: readonly ThreadItem[];
  /** Items that were started and have not completed, in order of their start. */
  readonly open: readonly OpenItem[];
  readonly usage: ThreadTokenUsage | null;
  /** The error that the runtime does not try again after; null if there was none. */
  readonly finalError: TurnError | null;
  /** Whether `turn/completed` has arrived. */
  readonly completed: boolean;
}

export function initialTurnState(threadId: string, turn: Turn): TurnState {
  return {
    threadId,
    turnId: turn.id,
    turn,
    items: [],
    open: [],
    usage: null,
    finalError: null,
    completed: false,
  };
}

/**
 * The state after a notification. Those of other turns leave it as it is, and so do those that are not
 * made as the schema says: nothing that arrives may keep a turn from its end.
 */
export function foldTurn(state: TurnState, notification: ServerNotification): TurnState {
  try {
    return fold(state, notification);
  } catch {
    return state;
  }
}

function fold(state: TurnState, notification: ServerNotification): TurnState {
  switch (notification.method) {
    case 'item/agentMessage/delta': {
      const { threadId, turnId, itemId, delta } = notification.params;
      if (!concerns(state, threadId, turnId)) return state;
      return appendText(state, itemId, delta);
    }
    case 'item/started': {
      const { threadId, turnId, item } = notification.params;
      if (!concerns(state, threadId, turnId)) return state;
      return { ...state, open: [...without(state.open, item.id), { item, text: '' }] };
    }
    case 'item/completed': {
      const { threadId, turnId, item } = notification.params;
      if (!concerns(state, threadId, turnId)) return state;
      return { ...state, open: without(state.open, item.id), items: [...state.items, item] };
    }
    case 'thread/tokenUsage/updated': {
      const { threadId, turnId, tokenUsage } = notification.params;
      return concerns(state, threadId, turnId) ? { ...state, usage: tokenUsage } : state;
    }
    case 'error': {
      const { threadId, turnId, error, willRetry } = notification.params;
      if (willRetry || !concerns(state, threadId, turnId)) return state;
      return { ...state, finalError: error };
    }
    case 'turn/started': {
      const { threadId, turn } = notification.params;
      return concerns(state, threadId, turn.id) ? { ...state, turn } : state;
    }
    case 'turn/completed': {
      const { threadId, turn } = notification.params;
      return concerns(state, threadId, turn.id) ? { ...state, turn, completed: true } : state;
    }
    default:
      return state;
  }
}

function concerns(state: TurnState, threadId: string, turnId: string): boolean {
  return state.turnId === turnId && state.threadId === threadId;
}

function without(open: readonly OpenItem[], itemId: string): readonly OpenItem[] {
  return open.filter((entry) => entry.item.id !== itemId);
}

/** The path of every delta: no callback, and one entry copied. */
function appendText(state: TurnState, itemId: string, delta: string): TurnState {
  const { open } = state;
  for (let index = open.length - 1; index >= 0; index--) {
    const entry = open[index] as OpenItem;
    if (entry.item.id !== itemId) continue;
    const grown = { item: entry.item, text: entry.text + delta };
    return { ...state, open: open.length === 1 ? [grown] : open.with(index, grown) };
  }
  return state;
}
