import { CodexError } from '../util/codex-error.js';

/** After a restart of the runtime this thread could not be resumed; `cause` says why. */
export class ThreadLostError extends CodexError {
  override readonly name: string = 'ThreadLostError';
  /** The thread that is lost. */
  readonly threadId: string;

  constructor(threadId: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The restarted runtime could not resume thread ${threadId}: ${why}`, {
      code: 'thread_lost',
      cause,
    });
    this.threadId = threadId;
  }
}
