import type { ThreadItem, ThreadTokenUsage, TurnError, TurnStatus } from '../../generated/types.js';
import type { OpenItem, TurnState } from './turn-state.js';

/** What a turn came to. */
export interface TurnResult<Output = unknown> {
  /** The turn's id. */
  readonly id: string;
  /** How it ended: `'completed'`, `'interrupted'` or `'failed'`. */
  readonly status: TurnStatus;
  /** Why the turn failed; null unless `status` is `'failed'`. */
  readonly error: TurnError | null;
  /** When the turn started, in seconds since 1970. */
  readonly startedAt: number | null;
  /** When the turn ended, in seconds since 1970. */
  readonly completedAt: number | null;
  /** How long the turn took, in milliseconds. */
  readonly durationMs: number | null;
  /**
   * Text of the last agent message whose phase is `final_answer`, else of the last one without a
   * phase; null if there is none. Commentary never counts; an empty text stays an empty text.
   */
  readonly finalResponse: string | null;
  /** Completed items, in order of completion. */
  readonly items: ThreadItem[];
  /** Items that were started and never completed; agent messages hold the text that had arrived. */
  readonly partialItems: ThreadItem[];
  /**
   * Token usage: `last` is the last model call's, `total` the whole thread's so far. The runtime gives
   * no sum for one turn. Null if none was reported.
   */
  readonly usage: ThreadTokenUsage | null;
  /**
   * The final response, parsed and validated, of a completed turn that was given an `outputSchema`;
   * else undefined.
   */
  readonly output: Output;
}

export function turnResult(state: TurnState): TurnResult<undefined> {
  const { turn, items, open, usage } = state;
  return {
    id: state.turnId,
    status: turn.status,
    error: turn.error ?? null,
    startedAt: turn.startedAt ?? null,
    completedAt: turn.completedAt ?? null,
    durationMs: turn.durationMs ?? null,
    finalResponse: finalResponse(items),
    items: [...items],
    partialItems: open.map(partialItem),
    usage,
    output: undefined,
  };
}

export function finalResponse(items: readonly ThreadItem[]): string | null {
  let unphased: string | null = null;
  for (const item of items.toReversed()) {
    if (item.type !== 'agentMessage' || !hasText(item)) continue;
    if (item.phase === 'final_answer') return item.text;
    if (item.phase === null || item.phase === undefined) unphased ??= item.text;
  }
  return unphased;
}

function partialItem({ item, text }: OpenItem): ThreadItem {
  if (item.type !== 'agentMessage' || text === '') return item;
  return { ...item, text: hasText(item) ? item.text + text : text };
}

/** A message may be made otherwise than the schema says. */
function hasText(message: { readonly text?: unknown }): boolean {
  return typeof message.text === 'string';
}
