import type { ThreadGoalSetResponse } from '../../generated/types.js';
import type { GoalSettings } from '../options/goal-options.js';
import { RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { InvalidRequestError } from '../rpc/errors/json-rpc-error.js';
import type { Session } from '../session/session.js';
import { enterThread } from '../session/start-turn.js';
import { SchemaViolationError } from '../session/validator.js';
import { GoalRun } from './goal-run.js';

const method = 'thread/goal/set';

/** Sets a goal when the thread is free, or resumes the one it has if the settings name no objective. */
export async function startGoal(
  session: Session,
  thread: { readonly id: string; readonly ephemeral: boolean },
  { params, signal }: GoalSettings,
): Promise<GoalRun> {
  const threadId = thread.id;
  if (thread.ephemeral) {
    const message = `${method}: thread ${threadId} is ephemeral; only stored threads can have a goal`;
    throw new InvalidRequestError({ method, rpcCode: -32600, message });
  }
  const release = await enterThread(session, { threadId, method, signal });
  const run = new GoalRun(session, threadId, release);
  try {
    // Set over an earlier goal, the new one would inherit what that has used and its budget.
    if (params.objective !== undefined && (await run.current()) && (await run.clear())) {
      run.record.replaces();
    }
    await session.request(
      method,
      { ...params, threadId },
      {
        onResult: (result) => {
          run.record.begin((result as ThreadGoalSetResponse).goal);
        },
      },
    );
    return run;
  } catch (error) {
    if (error instanceof RequestTimeoutError || error instanceof SchemaViolationError) {
      // The goal may have been set all the same.
      await run.interrupt({ timeoutMs: stopTimeoutMs }).catch(() => {});
    }
    run.fail(error as Error);
    throw error;
  }
}

/** How long a goal whose start was not answered may take to be stopped, in milliseconds. */
const stopTimeoutMs = 5000;
