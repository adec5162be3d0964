import type { TurnInterruptResponse, TurnSteerResponse, UserInput } from '../../generated/types.js';
import { abortError, type CallOptions, checkTimeout } from '../rpc/call.js';
import { RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { InvalidRequestError } from '../rpc/errors/json-rpc-error.js';
import type { Session } from '../session/session.js';
import type { TurnRecord } from '../session/turn-record.js';
import { waitFor } from '../util/wait.js';
import { within } from '../util/within.js';

/** Adds input to a turn, once it has begun. */
export async function steerTurn(
  session: Session,
  record: TurnRecord,
  input: UserInput[],
  options?: CallOptions,
): Promise<TurnSteerResponse> {
  const params = { threadId: record.threadId, expectedTurnId: record.turnId, input };
  const response = await onceBegun(session, record, 'turn/steer', () => params, options);
  return response as TurnSteerResponse;
}

/** Stops a turn, once it has begun; its end is expected from then on. */
export async function interruptTurn(
  session: Session,
  record: TurnRecord,
  options?: CallOptions,
): Promise<TurnInterruptResponse> {
  const params = (): object => ({ threadId: record.threadId, turnId: record.interruptId });
  try {
    const response = await onceBegun(session, record, 'turn/interrupt', params, options);
    session.expectEnd(record, 'it was interrupted');
    return response as TurnInterruptResponse;
  } catch (error) {
    if (error instanceof InvalidRequestError) session.expectEnd(record, error.message);
    throw error;
  }
}

/** Stops a turn that its caller is done with. If the runtime does not answer, the thread is free all the same. */
export async function cutShort(session: Session, record: TurnRecord): Promise<void> {
  try {
    await interruptTurn(session, record);
  } catch (error) {
    if (error instanceof RequestTimeoutError) record.giveUp();
    throw error;
  }
}

/** How long a turn may take to tell that it has begun, in milliseconds; then it is tried all the same. */
const begunLimitMs = 2000;

async function onceBegun(
  session: Session,
  record: TurnRecord,
  method: string,
  params: () => object,
  options: CallOptions = {},
): Promise<unknown> {
  const called = performance.now();
  const { signal, timeoutMs = session.requestTimeoutMs } = options;
  checkTimeout(method, timeoutMs);
  await waitFor(
    within(record.begun, Math.min(begunLimitMs, timeoutMs)),
    { signal, timeoutMs },
    {
      aborted: (reason) => abortError(method, reason),
      timedOut: () => new RequestTimeoutError(method, timeoutMs),
    },
  );
  return session.request(method, params(), { ...options, waitedMs: performance.now() - called });
}
