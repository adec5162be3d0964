import { CodexError } from '../util/codex-error.js';

/** The end of a turn cannot be seen any more, and the stored history does not tell it either. */
export class TurnLostError extends CodexError {
  override readonly name: string = 'TurnLostError';
  readonly threadId: string;
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
