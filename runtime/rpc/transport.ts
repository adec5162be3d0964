/** How a connection ended. The first cause wins: what follows from it does not replace it. */
export interface CloseInfo {
  /** What ended the connection: `'closed'` by this client, `'exited'`, `'disconnected'`, `'failed'`. */
  readonly reason: 'closed' | 'exited' | 'disconnected' | 'failed';
  /** Exit code of the runtime process, when there was one and it has exited, also by `'closed'`. */
  readonly exitCode: number | null;
  /** The signal that ended the runtime process, when one did. */
  readonly signal: string | null;
  /** The newest output of the runtime's standard error, at most 64 KB; empty without a process. */
  readonly stderr: string;
  /** The error behind a `'failed'` connection. */
  readonly error?: Error;
}

/** The account of a connection that this client has closed, when there is no more to tell. */
export const closedByClient: CloseInfo = {
  reason: 'closed',
  exitCode: null,
  signal: null,
  stderr: '',
};

/** What a transport tells its connection. All calls are synchronous. */
export interface TransportEvents {
  /** One inbound message: the text of one JSON value. */
  message(text: string): void;
  /**
   * Something of so many bytes arrived that is no message (such as a line that is not UTF-8); the
   * transport lives on.
   */
  invalid(error: Error, bytes?: number): void;
  /** The transport has ended, for whatever reason. Called exactly once, and nothing follows it. */
  closed(info: CloseInfo): void;
}

/**
 * A pipe for whole messages, one JSON text each. It frames and carries; it knows nothing of ids,
 * methods or threads. Bring your own to reach a runtime in another place.
 */
export interface Transport {
  /** Opens the pipe. Called once. Rejects if the peer cannot be reached; then `closed` is not called. */
  open(events: TransportEvents): Promise<void>;
  /**
   * Hands over one message. Settles when the pipe takes more, so that a slow reader slows the writer.
   * Rejects if the message can no longer be delivered. Never throws synchronously.
   */
  send(text: string): Promise<void>;
  /** Ends the pipe and what it started. Idempotent; never rejects; `closed` has been called when it settles. */
  close(): Promise<void>;
}
