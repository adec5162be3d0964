import type { ServerNotification } from '../../generated/snake_case/protocol.js';
import type { TurnInterruptResponse, TurnSteerResponse } from '../../generated/snake_case/types.js';
import type { TurnHandle as RootTurnHandle } from '../index.js';
import { type CallOptions, rootCallOptions } from './call-options.js';
import { respelledError, spoken, spokenNow } from './errors.js';
import { rootSteerInput, type SteerInput } from './inputs.js';
import { NotificationStream } from './notifications.js';
import { respelledResult } from './protocol-data.js';
import { rootTurnStreamOptions, type TurnStreamOptions } from './turn-options.js';
import { type TurnResult, turnResult } from './turn-result.js';

/**
 * A turn that was started. Iterate it for its events, `run()` it for its result, or both.
 *
 * @example
 * const turn = await thread.turn('Explain this repository');
 * for await (const text of turn.text()) process.stdout.write(text);
 * const { status, usage } = await turn.run();
 */
export class TurnHandle<Output = unknown>
  implements AsyncIterable<ServerNotification>, AsyncDisposable
{
  /** The turn's id; that of the running turn if an external message has joined it. */
  readonly id: string;
  /** The thread that the turn is of. */
  readonly thread_id: string;
  readonly #root: RootTurnHandle<Output>;

  /** @internal Use `thread.turn()`. */
  constructor(root: RootTurnHandle<Output>) {
    this.id = root.id;
    this.thread_id = root.threadId;
    this.#root = root;
  }

  /**
   * The turn's events, in order, up to and with its `turn/completed`. Events are held from the
   * start of the turn until a first stream takes them, the newest 65,536 at most; a stream that
   * attaches later begins at the oldest event that another one still needs. A stream ends normally
   * whether the turn succeeded or not, and rejects if the connection ends. Leaving the loop early
   * ends this stream and nothing else.
   */
  stream(options: TurnStreamOptions = {}): AsyncIterableIterator<ServerNotification, undefined> {
    return new NotificationStream(
      spokenNow(() => this.#root.stream(rootTurnStreamOptions(options))),
    );
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ServerNotification, undefined> {
    return this.stream();
  }

  /**
   * The text of the agent's messages, piece by piece as it arrives, commentary included. That the
   * runtime tries a model call again is told by `stream()` alone: an `error` with `will_retry`.
   */
  async *text(options: TurnStreamOptions = {}): AsyncGenerator<string, void, undefined> {
    try {
      yield* this.#root.text(rootTurnStreamOptions(options));
    } catch (error) {
      throw respelledError(error);
    }
  }

  /**
   * Waits for the turn's end. Right whenever and however often it is called. An interrupted turn
   * resolves with `status: 'interrupted'`.
   *
   * @throws InvalidRequestError from a handler or tool that the turn waits for, unless it has been
   *   interrupted: it would wait for itself.
   * @throws TurnFailedError if the turn failed; it holds the whole result.
   * @throws TurnAbortedError or TurnTimeoutError if the turn's own `signal` or `timeout_ms` cut it short.
   * @throws TransportClosedError if the connection ended first.
   */
  run(): Promise<TurnResult<Output>> {
    return spoken(async () => turnResult(await this.#root.run()));
  }

  /**
   * Adds input to the running turn.
   *
   * @throws InvalidRequestError if the turn has ended, or is a review or compaction.
   */
  steer(input: SteerInput, options?: CallOptions): Promise<TurnSteerResponse> {
    return spoken(async () => {
      const call = rootCallOptions('turn/steer', options);
      return respelledResult('turn/steer', await this.#root.steer(rootSteerInput(input), call));
    });
  }

  /**
   * Stops the turn. Resolves when the runtime has stopped it; its `turn/completed` follows.
   *
   * @throws InvalidRequestError if the turn has ended already.
   */
  interrupt(options?: CallOptions): Promise<TurnInterruptResponse> {
    return spoken(async () => {
      const call = rootCallOptions('turn/interrupt', options);
      return respelledResult('turn/interrupt', await this.#root.interrupt(call));
    });
  }

  /** Interrupts the turn if it still runs, and waits for its end, `request_timeout_ms` at most. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#root[Symbol.asyncDispose]();
  }
}
