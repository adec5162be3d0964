import { CodexError } from '../util/codex-error.js';

/** The end of a turn cannot be seen any more, and the stored history does not tell it either. */
export class TurnLostError extends CodexError {
  override readonly name: string = 'TurnLostError';
  /** The turn's thread. */
  readonly threadId: string;
  /** The turn whose end cannot be seen. */
  readonly turnId: string;

  constructor(threadId: string, turnId: string, reason: string, options: ErrorOptions = {}) {
    super(`The end of turn ${turnId} cannot be seen any more: ${reason}`, {
      ...options,
      code: 'turn_lost',
    });
    this.threadId = threadId;
    this.turnId = turnId;
  }
}
