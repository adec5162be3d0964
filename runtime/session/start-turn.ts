import type { Turn } from '../../generated/types.js';
import { InvalidRequestError } from '../rpc/errors/json-rpc-error.js';
import { waitsForItself } from './handler-scope.js';
import type { Session } from './session.js';
import type { TurnLease } from './turn-registry.js';

export interface StartTurn {
  readonly threadId: string;
  readonly method: 'turn/start' | 'review/start';
  readonly params: object;
  /** Aborting it while the turn waits for the thread sends nothing; later it has no effect here. */
  readonly signal?: AbortSignal | undefined;
  /** Limit for the answer to the start, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Whether it may join a turn that is running, and so does not wait for the thread. */
  readonly joins?: boolean | undefined;
}

/** Starts a turn when its thread is free; the lease has every event since the request was sent. */
export async function startTurn(session: Session, start: StartTurn): Promise<TurnLease> {
  const { threadId, method, params, signal, timeoutMs } = start;
  const { scope } = session;
  if (!start.joins && waitsForItself(scope, threadId)) {
    throw new InvalidRequestError({
      method,
      rpcCode: -32600,
      message:
        `${method}: this handler or tool was called by a turn of thread ${threadId}, which waits for ` +
        'it; a further turn of that thread would wait for itself. Use steer() to add to the running turn.',
    });
  }
  await session.start();
  const release = start.joins ? () => {} : await session.slots.acquire(threadId, signal);
  const window = session.turns.open(threadId, scope);
  let lease: TurnLease | undefined;
  try {
    await session.request(method, params, {
      timeoutMs,
      onResult: (result) => {
        lease = session.turns.claim(window, (result as { readonly turn: Turn }).turn);
      },
    });
  } catch (error) {
    session.turns.abandon(window);
    release();
    throw error;
  }
  const claimed = lease as TurnLease;
  claimed.record.ended.then(release, release);
  return claimed;
}
