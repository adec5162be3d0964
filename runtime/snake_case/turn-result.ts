import type {
  ThreadItem,
  ThreadTokenUsage,
  TurnError,
  TurnStatus,
} from '../../generated/snake_case/types.js';
import type { TurnResult as RootTurnResult } from '../index.js';
import { respelled } from './protocol-data.js';

/** What a turn came to. */
export interface TurnResult<Output = unknown> {
  /** The turn's id. */
  readonly id: string;
  /** How it ended: `'completed'`, `'interrupted'` or `'failed'`. */
  readonly status: TurnStatus;
  /** Why the turn failed; null unless `status` is `'failed'`. */
  readonly error: TurnError | null;
  /** When the turn started, in seconds since 1970. */
  readonly started_at: number | null;
  /** When the turn ended, in seconds since 1970. */
  readonly completed_at: number | null;
  /** How long the turn took, in milliseconds. */
  readonly duration_ms: number | null;
  /**
   * Text of the last agent message whose phase is `final_answer`, else of the last one without a
   * phase; null if there is none. Commentary never counts; an empty text stays an empty text.
   */
  readonly final_response: string | null;
  /** Completed items, in order of completion. */
  readonly items: ThreadItem[];
  /** Items that were started and never completed; agent messages hold the text that had arrived. */
  readonly partial_items: ThreadItem[];
  /**
   * Token usage: `last` is the last model call's, `total` the whole thread's so far. The runtime gives
   * no sum for one turn. Null if none was reported.
   */
  readonly usage: ThreadTokenUsage | null;
  /** The parsed final response, when the turn was given an `output_schema`; else undefined. */
  readonly output: Output;
}

export function turnResult<Output>(result: RootTurnResult<Output>): TurnResult<Output> {
  const { error, usage } = result;
  return {
    id: result.id,
    status: result.status,
    error: error && respelled('TurnError', error),
    started_at: result.startedAt,
    completed_at: result.completedAt,
    duration_ms: result.durationMs,
    final_response: result.finalResponse,
    items: result.items.map((item) => respelled('ThreadItem', item)),
    partial_items: result.partialItems.map((item) => respelled('ThreadItem', item)),
    usage: usage && respelled('ThreadTokenUsage', usage),
    output: result.output,
  };
}
