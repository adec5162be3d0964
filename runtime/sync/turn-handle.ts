import type { ServerNotification } from '../../generated/protocol.js';
import type { TurnInterruptResponse, TurnSteerResponse } from '../../generated/types.js';
import type { SteerInput, TurnResult } from '../index.js';
import type { TwinOf } from './bridge/members.js';
import type { RemoteOf } from './bridge/remote.js';
import type { facadeMembers } from './facade-members.js';
import type { CallOptions, TurnStreamOptions } from './options.js';

type Members = (typeof facadeMembers)['TurnHandle'];

/**
 * A turn that was started. Iterate it for its events, `run()` it for its result, or both.
 *
 * @example
 * using turn = thread.turn('Explain this repository');
 * for (const text of turn.text()) process.stdout.write(text);
 * const { status, usage } = turn.run();
 */
export class TurnHandle<Output = unknown>
  implements Iterable<ServerNotification>, Disposable, TwinOf<Members>
{
  /** The turn's id; that of the running turn if an external message has joined it. */
  readonly id: string;
  /** The thread that the turn is of. */
  readonly threadId: string;
  readonly #remote: RemoteOf<Members, TurnHandle<Output>>;

  /** @internal Use `thread.turn()`. */
  constructor(remote: RemoteOf<Members, TurnHandle<Output>>) {
    this.id = remote.field('id');
    this.threadId = remote.field('threadId');
    this.#remote = remote;
  }

  /**
   * The turn's events, in order, up to and with its `turn/completed`; waits for each. Events are held
   * from the start of the turn until a first stream takes them, the newest 65,536 at most: read them,
   * or dispose of the handle. A stream that attaches later begins at the oldest event that another one
   * still needs; a stream fetches what is there, which may be ahead of its loop. It ends normally whether
   * the turn succeeded or not, and throws if the connection ends. Leaving the loop early ends this stream
   * and nothing else.
   */
  stream(options?: TurnStreamOptions): IterableIterator<ServerNotification, undefined> {
    return this.#remote.call('stream', options);
  }

  [Symbol.iterator](): IterableIterator<ServerNotification, undefined> {
    return this.stream();
  }

  /**
   * The text of the agent's messages, piece by piece as it arrives, commentary included. That the
   * runtime tries a model call again is told by `stream()` alone: an `error` with `willRetry`.
   */
  text(options?: TurnStreamOptions): IterableIterator<string, undefined> {
    return this.#remote.call('text', options);
  }

  /**
   * Waits for the turn's end. Right whenever and however often it is called. An interrupted turn
   * returns with `status: 'interrupted'`, and `output` undefined whatever its type says.
   *
   * @throws TurnFailedError if the turn failed; it holds the whole result.
   * @throws OutputValidationError if the final response does not fit the `outputSchema`.
   * @throws TurnTimeoutError if the turn's own `timeoutMs` cut it short.
   * @throws TransportClosedError if the connection ended first.
   */
  run(): TurnResult<Output> {
    return this.#remote.call('run');
  }

  /**
   * Adds input to the running turn.
   *
   * @throws InvalidRequestError if the turn has ended, or is a review or compaction.
   */
  steer(input: SteerInput, options?: CallOptions): TurnSteerResponse {
    return this.#remote.call('steer', input, options);
  }

  /**
   * Stops the turn. Returns when the runtime has stopped it; its `turn/completed` follows. Sub-agents
   * that the turn has started go on.
   *
   * @throws InvalidRequestError if the turn has ended already.
   */
  interrupt(options?: CallOptions): TurnInterruptResponse {
    return this.#remote.call('interrupt', options);
  }

  /** Interrupts the turn if it still runs, and waits for its end, `requestTimeoutMs` at most. */
  [Symbol.dispose](): void {
    this.#remote.dispose();
  }
}
