import type { ThreadStatus, TurnError, TurnStartParams } from '../../../generated/types.js';
import type { FakeThread } from './fake-thread.js';
import type { FakeTurn } from './fake-turn.js';
import type { StoredTurn } from './stored-turn.js';
import type { UsageMeter } from './usage.js';

/** What a turn needs of its thread. */
export interface TurnHost extends FakeThread {
  readonly cwd: string;
  readonly usage: UsageMeter;
  /** How long `nextSteer` waits, in milliseconds. */
  readonly timeoutMs: number;
  newId(kind: string): string;
  setStatus(status: ThreadStatus): void;
  /** The turn is about to end, which is not told yet; `error` is why, if it fails. */
  ending(turn: FakeTurn, error?: TurnError): void;
  /** Takes back what the client has been asked and has not answered. */
  withdraw(error: Error): void;
}

export interface TurnInit {
  readonly stored: StoredTurn;
  readonly params: TurnStartParams;
  readonly kind: 'user' | 'review' | 'compact';
}
