import type { Turn } from '../../generated/types.js';
import { AbortError, RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { waitFor } from '../util/wait.js';
import { ownWait } from './own-turn.js';
import type { Session } from './session.js';
import { StartPatience } from './start-patience.js';
import type { TurnLease } from './turn-registry.js';
import { abortedWhileQueued, type Release } from './turn-slots.js';
import type { TurnWindow, WindowOptions } from './turn-window.js';
import { SchemaViolationError } from './validator.js';

/** Work that wants a thread for itself. */
export interface EnterThread {
  readonly threadId: string;
  readonly method: string;
  /** Aborting it before anything is sent means that nothing is. */
  readonly signal?: AbortSignal | undefined;
  /** What must be done before anything is sent; its failure is the start's. */
  readonly ready?: Promise<void> | undefined;
  /** Whether it may join a turn that is running, and so does not wait for the thread. */
  readonly joins?: boolean | undefined;
  /** Whether it waits as well for a turn that was started elsewhere, which it would meddle with. */
  readonly alone?: boolean | undefined;
  /** Whether the end of the turn is waited for as well. */
  readonly awaited?: boolean | undefined;
}

export interface StartTurn extends EnterThread {
  readonly method: 'turn/start' | 'review/start' | 'thread/compact/start';
  readonly params: object;
  /** Limit for the whole turn, in milliseconds from its start. */
  readonly timeoutMs?: number | undefined;
  /** Tells the turn by one of its events, when the answer does not name it. */
  readonly recognise?: WindowOptions['recognise'];
}

/** Starts a turn when its thread is free; the lease has every event since the request was sent. */
export async function startTurn(session: Session, start: StartTurn): Promise<TurnLease> {
  const { threadId, method, params, recognise } = start;
  const { scope } = session;
  const release = await enterThread(session, { alone: !start.joins, ...start });
  const review = method === 'review/start';
  const patience = new StartPatience(start, session.requestTimeoutMs, () => {
    session.turns.lookAgain(window);
  });
  const window = session.turns.open(threadId, {
    origin: scope,
    review,
    // Whoever wants it no longer does not wait for the answer if the turn itself shows before.
    recognise: recognise ?? (({ method: event }) => event === 'turn/started' && patience.isOver),
  });
  try {
    const answered = session.request(method, params, {
      signal: patience.signal,
      onResult: (result) => {
        if (recognise) return;
        session.turns.claim(window, (result as { readonly turn: Turn }).turn);
      },
    });
    if (recognise) await answered;
    // If the connection ends, the request's own account of that is the better one.
    else await Promise.race([answered, window.recognised.promise.catch(() => answered)]);
    const lease = window.lease ?? (await recognised(session, method, window, patience.signal));
    void lease.record.left.then(() => {
      session.turns.running.ended(threadId, lease.record.turnId);
      release();
    });
    return lease;
  } catch (error) {
    if (runsUnseen(error)) void stopUnseen(session, window, release);
    else {
      session.turns.abandon(window);
      release();
    }
    throw patience.errorFor(error);
  } finally {
    patience.end();
  }
}

const queueing = {
  what: 'a further turn of that thread',
  instead: 'Use steer() to add to the running turn.',
};
const joining = {
  what: 'whoever waits for the end of that turn',
  instead: 'Use turn() to add the message alone.',
};

/**
 * Waits for the thread to be free and the runtime to be there, unless waiting would be waiting for the
 * caller itself.
 */
export async function enterThread(session: Session, enter: EnterThread): Promise<Release> {
  const { threadId, method, signal, ready, joins, alone, awaited } = enter;
  ready?.catch(() => {});
  const refused = ownWait(session.scope, { method, threadId, ...(joins ? joining : queueing) });
  if (refused && (!joins || awaited)) throw refused;
  const release = joins ? () => {} : await session.slots.acquire(threadId, signal);
  try {
    // The runtime may have been restarted while the thread was waited for.
    const prepared = (async () => {
      await ready;
      await session.start();
      if (alone) await othersEnded(session, threadId);
    })();
    await waitFor(
      prepared,
      { signal },
      {
        aborted: () => abortedWhileQueued(signal),
        timedOut: (timeoutMs) => new RequestTimeoutError(method, timeoutMs),
      },
    );
    session.threads.assertUsable(threadId);
    if (signal?.aborted) throw abortedWhileQueued(signal);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

/** Waits for the turns that were started elsewhere: a goal goes on at once with its next one. */
async function othersEnded(session: Session, threadId: string): Promise<void> {
  const { running } = session.turns;
  for (let free = running.whenFree(threadId); free; free = running.whenFree(threadId)) {
    await free;
    await session.start();
  }
}

/** The turn that an event has told; it comes with the answer, or right after it. */
function recognised(
  session: Session,
  method: string,
  window: TurnWindow,
  signal: AbortSignal,
): Promise<TurnLease> {
  const timeoutMs = session.requestTimeoutMs;
  return waitFor(
    window.recognised.promise,
    { timeoutMs, signal },
    {
      aborted: (reason) => new AbortError(`${method} was aborted`, reason),
      timedOut: () =>
        new RequestTimeoutError(
          method,
          timeoutMs,
          `${method} has started no turn in ${timeoutMs} ms`,
        ),
    },
  );
}

/** Whether the turn may run although its start has failed here. */
function runsUnseen(error: unknown): boolean {
  return [RequestTimeoutError, AbortError, SchemaViolationError].some((of) => error instanceof of);
}

/** How long a turn whose start was not answered may take to be stopped, in milliseconds. */
const stopTimeoutMs = 5000;

/** Stops the turn that may have been started although nobody was told of it, then frees its thread. */
async function stopUnseen(session: Session, window: TurnWindow, release: Release): Promise<void> {
  const { threadId } = window;
  const seen = new Set(window.early.map(({ turnId }) => turnId));
  // An empty id stands for a turn that is only just starting.
  const turnIds = seen.size > 0 ? [...seen] : [''];
  const timeoutMs = Math.min(stopTimeoutMs, session.requestTimeoutMs);
  const stopped = await Promise.allSettled(
    turnIds.map((turnId) => session.request('turn/interrupt', { threadId, turnId }, { timeoutMs })),
  );
  // A runtime that takes no notice may never tell the end either.
  if (stopped.some(isTimeout)) session.turns.running.ended(threadId);
  session.turns.abandon(window);
  release();
}

function isTimeout(outcome: PromiseSettledResult<unknown>): boolean {
  return outcome.status === 'rejected' && outcome.reason instanceof RequestTimeoutError;
}
