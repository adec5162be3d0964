import type { ThreadStatus, TurnStartParams } from '../../../generated/types.js';
import type { StoredTurn } from './stored-turn.js';
import type { UsageMeter } from './usage.js';

/** What a turn needs of its thread. */
export interface TurnHost {
  readonly id: string;
  readonly cwd: string;
  readonly usage: UsageMeter;
  /** How long `nextSteer` waits, in milliseconds. */
  readonly timeoutMs: number;
  newId(kind: string): string;
  setStatus(status: ThreadStatus): void;
  /** Takes back what the client has been asked and has not answered. */
  withdraw(error: Error): void;
}

export interface TurnInit {
  readonly stored: StoredTurn;
  readonly params: TurnStartParams;
  readonly kind: 'user' | 'review' | 'compact';
}
