import type { SandboxMode, SandboxPolicy, TurnStartParams } from '../../generated/types.js';
import type { OutputOptions } from '../output/output-schema.js';
import { type CallOptions, checkTimeout } from '../rpc/call.js';
import { type ApprovalOptions, approvalParams } from './approval-options.js';
import { invalidParams } from './invalid-params.js';
import { checkKeys } from './known-keys.js';
import { checkPolicy, turnSandboxPolicy } from './sandbox-options.js';

/**
 * Options of `thread.run()` and `thread.turn()`. Model, effort, approval and sandbox settings stay
 * for the thread's later turns; `serviceTierForTurn`, `turnTrigger` and `outputSchema` do not.
 */
export interface TurnOptions
  extends
    Omit<TurnStartParams, 'threadId' | 'input' | 'toolOutput' | 'outputSchema'>,
    ApprovalOptions,
    OutputOptions,
    CallOptions {
  /** A `Sandbox` preset, a mode, or a whole policy. Default: as the thread has it. */
  readonly sandbox?: SandboxMode | SandboxPolicy | null | undefined;
  /**
   * Aborting it while the turn waits for its thread sends nothing. Later it interrupts the turn;
   * `run()` then rejects with `TurnAbortedError`, whose `result` is what there was.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Limit for the whole turn, in milliseconds from its start; default none. Past it the turn is
   * interrupted, and `run()` rejects with `TurnTimeoutError`, whose `result` is what there was.
   * A runtime that has not answered to the start two seconds later makes it a `RequestTimeoutError`.
   */
  readonly timeoutMs?: number | undefined;
}

/** Options of a turn that asks for a certain kind of output. */
export interface TurnOptionsWithOutput<Schema> extends Omit<TurnOptions, 'outputSchema'> {
  /** As {@link TurnOptions.outputSchema}. */
  readonly outputSchema: Schema;
}

const method = 'turn/start';
const facadeKeys = ['approvalMode', 'sandbox', 'signal', 'strictOutput', 'timeoutMs'];
/** Keys of the wire that the first argument or the handle stands for. */
const positional = ['input', 'threadId', 'toolOutput'];

/**
 * The wire's params for turn options; `threadPolicy` is what the thread was answered. `outputSchema`
 * is as the caller gave it.
 */
export function turnParams(
  options: TurnOptions,
  threadPolicy: SandboxPolicy | undefined,
): Partial<TurnStartParams> {
  checkKeys(method, options, facadeKeys, positional);
  const { approvalMode, sandbox, signal: _, strictOutput: __, timeoutMs, ...wire } = options;
  if (timeoutMs !== undefined) checkTimeout(method, timeoutMs);
  const isGiven = sandbox !== undefined && sandbox !== null;
  if (isGiven && wire.sandboxPolicy !== undefined) {
    throw invalidParams(method, 'give either `sandbox` or `sandboxPolicy`, not both');
  }
  if (wire.sandboxPolicy) checkPolicy(method, wire.sandboxPolicy);
  return {
    ...wire,
    ...approvalParams(method, approvalMode, wire),
    ...(isGiven ? { sandboxPolicy: turnSandboxPolicy(method, sandbox, threadPolicy) } : {}),
  };
}
