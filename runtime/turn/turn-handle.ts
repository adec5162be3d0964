import type { ServerNotification } from '../../generated/protocol.js';
import type { TurnInterruptResponse, TurnSteerResponse } from '../../generated/types.js';
import type { SteerInput } from '../inputs/input.js';
import { toUserInput } from '../inputs/input.js';
import { checkCallOptions } from '../options/known-keys.js';
import type { TurnOutput } from '../output/turn-output.js';
import type { CallOptions } from '../rpc/call.js';
import { RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import type { Session } from '../session/session.js';
import { ownWait } from '../session/own-turn.js';
import type { TurnLease } from '../session/turn-registry.js';
import { type TurnResult, turnResult } from '../session/turn-result.js';
import { called } from '../util/call-site.js';
import { abandonedHolds } from './abandoned-holds.js';
import { cutShort, interruptTurn, steerTurn } from './control-turn.js';
import { TurnCutoff } from './turn-cutoff.js';
import { TurnAbortedError, TurnFailedError, TurnTimeoutError } from './turn-errors.js';
import { readerOptions, type TurnStreamOptions } from './turn-stream.js';

/** How the facade started a turn. */
export interface TurnHandleOptions extends CallOptions {
  readonly output?: TurnOutput | undefined;
}

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
  readonly threadId: string;
  readonly #session: Session;
  readonly #lease: TurnLease;
  readonly #cutoff: TurnCutoff;
  readonly #timeoutMs: number;
  readonly #expected: TurnOutput | undefined;
  #output: Promise<unknown> | undefined;

  /** @internal Use `thread.turn()`. */
  constructor(session: Session, lease: TurnLease, options: TurnHandleOptions = {}) {
    const { record, hold, sentAt } = lease;
    this.id = record.turnId;
    this.threadId = record.threadId;
    this.#session = session;
    this.#lease = lease;
    this.#timeoutMs = options.timeoutMs ?? Infinity;
    this.#expected = options.output;
    this.#cutoff = new TurnCutoff({
      signal: options.signal,
      timeoutMs: this.#timeoutMs - (performance.now() - sentAt),
      graceMs: session.requestTimeoutMs,
      // The cutoff outlives a handle that was dropped, so it must not hold it.
      interrupt: () => cutShort(session, record),
      ended: record.ended,
    });
    abandonedHolds.register(this, hold, this);
  }

  /**
   * The turn's events, in order, up to and with its `turn/completed`. Events are held from the
   * start of the turn until a first stream takes them, the newest 65,536 at most; a stream that
   * attaches later begins at the oldest event that another one still needs. A stream ends normally
   * whether the turn succeeded or not, and rejects if the connection ends. Leaving the loop early
   * ends this stream and nothing else. Sub-agents may go on when the turn has ended; their further
   * events are in `codex.notifications()`.
   */
  stream(options: TurnStreamOptions = {}): AsyncIterableIterator<ServerNotification, undefined> {
    const { record, hold } = this.#lease;
    const reader = record.log.read(readerOptions(this.threadId, options), hold.position);
    this.discardEvents();
    return reader;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ServerNotification, undefined> {
    return this.stream();
  }

  /**
   * The text of the agent's messages, piece by piece as it arrives, commentary included. That the
   * runtime tries a model call again is told by `stream()` alone: an `error` with `willRetry`.
   */
  async *text(options: TurnStreamOptions = {}): AsyncGenerator<string, void, undefined> {
    for await (const { method, params } of this.stream(options)) {
      if (method === 'item/agentMessage/delta') yield params.delta;
    }
  }

  /**
   * Waits for the turn's end. Right whenever and however often it is called. An interrupted turn
   * resolves with `status: 'interrupted'`, and `output` undefined whatever its type says.
   *
   * @throws InvalidRequestError from a handler or tool that the turn waits for, unless it has been
   *   interrupted: it would wait for itself.
   * @throws TurnFailedError if the turn failed; it holds the whole result.
   * @throws OutputValidationError if the final response does not fit the `outputSchema`.
   * @throws TurnAbortedError or TurnTimeoutError if the turn's own `signal` or `timeoutMs` cut it short.
   * @throws TransportClosedError if the connection ended first.
   */
  run(): Promise<TurnResult<Output>> {
    return called(async () => {
      const { record } = this.#lease;
      const refused = ownWait(this.#session.scope, {
        method: 'turn/start',
        threadId: this.threadId,
        what: 'whoever waits for the end of that turn',
        instead: 'Return first; stream() has its events meanwhile.',
      });
      if (refused && !this.#cutoff.cut && !this.#session.isEnding(record)) throw refused;
      await this.#cutoff.settled;
      const result = turnResult(record.state);
      const { cut } = this.#cutoff;
      if (cut?.kind === 'aborted') throw new TurnAbortedError(result, cut.reason);
      if (cut?.kind === 'timeout') throw new TurnTimeoutError(result, this.#timeoutMs);
      if (cut && !record.over)
        throw new RequestTimeoutError('turn/interrupt', this.#session.requestTimeoutMs);
      await record.ended;
      if (result.status === 'failed') throw new TurnFailedError(result);
      this.#output ??= this.#expected?.read(result);
      return { ...result, output: (await this.#output) as Output };
    });
  }

  /** @internal Keeps no more events for a first stream. For handles that nobody is given. */
  discardEvents(): void {
    this.#lease.hold.release();
    abandonedHolds.unregister(this);
  }

  /**
   * Adds input to the running turn.
   *
   * @throws InvalidRequestError if the turn has ended, or is a review or compaction.
   */
  steer(input: SteerInput, options?: CallOptions): Promise<TurnSteerResponse> {
    return called(async () => {
      checkCallOptions('turn/steer', options);
      const userInput = toUserInput('turn/steer', input);
      return steerTurn(this.#session, this.#lease.record, userInput, options);
    });
  }

  /**
   * Stops the turn. Resolves when the runtime has stopped it; its `turn/completed` follows. Sub-agents
   * that the turn has started go on.
   *
   * @throws InvalidRequestError if the turn has ended already.
   */
  interrupt(options?: CallOptions): Promise<TurnInterruptResponse> {
    return called(async () => {
      checkCallOptions('turn/interrupt', options);
      return interruptTurn(this.#session, this.#lease.record, options);
    });
  }

  /** Interrupts the turn if it still runs, and waits for its end, `requestTimeoutMs` at most. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#cutoff.interrupt({ kind: 'disposed' });
    await this.#cutoff.settled;
    this.#lease.hold.release();
  }
}
