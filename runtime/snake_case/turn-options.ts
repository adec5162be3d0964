import { paramsToWire } from '../../generated/snake_case/mappers.js';
import type {
  SandboxMode,
  SandboxPolicy,
  TurnStartParams,
} from '../../generated/snake_case/types.js';
import type {
  OutputSchema,
  TurnOptions as RootTurnOptions,
  TurnStreamOptions as RootTurnStreamOptions,
} from '../index.js';
import type { CallOptions } from './call-options.js';
import { turnNames, turnStreamNames } from './facade-names.js';
import { checkNames, checkOptions, type OptionNames } from './known-keys.js';
import { rootNamed } from './names.js';
import { type ApprovalMode, rootApprovalMode } from './presets.js';
import { checkPolicy, rootSandbox } from './sandbox.js';

/**
 * Options of `thread.run()` and `thread.turn()`. Model, effort, approval and sandbox settings stay
 * for the thread's later turns; `service_tier_for_turn`, `turn_trigger` and `output_schema` do not.
 */
export interface TurnOptions
  extends
    Omit<TurnStartParams, 'thread_id' | 'input' | 'tool_output' | 'output_schema'>,
    CallOptions {
  /**
   * Asks for a final response of this form, as JSON; `output` of the result is then parsed and
   * validated. The model gets a strict copy of the schema, in which an optional property is required
   * and nullable; nulls that come of that are taken out again before the response is validated.
   * A limit that strict mode has no keyword for, such as `minLength`, becomes part of the
   * description; anything else that it cannot say, such as a map, is refused with
   * `InvalidParamsError` before the turn is started. Default: a response of any form.
   */
  readonly output_schema?: OutputSchema | null | undefined;
  /** False sends `output_schema` as it is, for models that need no strict schema. Default true. */
  readonly strict_output?: boolean | undefined;
  /** What happens when a command needs more than the sandbox allows. Default: as the thread has it. */
  readonly approval_mode?: ApprovalMode | undefined;
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
   */
  readonly timeout_ms?: number | undefined;
}

/** Options of a turn that asks for a certain kind of output. */
export interface TurnOptionsWithOutput<Schema> extends Omit<TurnOptions, 'output_schema'> {
  /** As {@link TurnOptions.output_schema}. */
  readonly output_schema: Schema;
}

const names: OptionNames = {
  method: 'turn/start',
  facade: turnNames,
  paramsExcept: ['thread_id', 'input', 'tool_output'],
  former: { turn_service_tier: '`service_tier_for_turn`', source: '`turn_trigger`' },
};

/** The options as the root takes them. */
export function rootTurnOptions(options: TurnOptions): RootTurnOptions {
  checkOptions(options, names);
  const { approval_mode, sandbox, signal, strict_output, timeout_ms, ...params } = options;
  if (params.sandbox_policy) checkPolicy('turn/start', params.sandbox_policy);
  return {
    ...(paramsToWire('turn/start', params) as object),
    approvalMode: rootApprovalMode('turn/start', approval_mode),
    sandbox: rootSandbox('turn/start', sandbox),
    signal,
    strictOutput: strict_output,
    timeoutMs: timeout_ms,
  };
}

/** Options of a stream of a turn's events. */
export interface TurnStreamOptions {
  /**
   * Whether the events of sub-agents that work for the turn are in the stream as well, and those of
   * their sub-agents, in order of arrival: tell them by their `thread_id`. Default false.
   */
  readonly include_children?: boolean | undefined;
  /**
   * Unread events after which the stream fails with `SubscriberOverflowError`; `Infinity` for no limit.
   * Default 65,536.
   */
  readonly max_queued?: number | undefined;
  /** Aborting it ends the stream with `AbortError`; the turn goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** The options as the root takes them. */
export function rootTurnStreamOptions(options: TurnStreamOptions): RootTurnStreamOptions {
  checkNames('stream', options, turnStreamNames);
  return rootNamed(turnStreamNames, options);
}
