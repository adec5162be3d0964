import type { StandardSchemaV1 } from '@standard-schema/spec';
import type {
  SandboxPolicy,
  ThreadForkResponse,
  ThreadReadResponse,
  ThreadResumeResponse,
  ThreadSetNameResponse,
  ThreadStartResponse,
} from '../generated/types.js';
import { ExternalMessage } from './inputs/external-message.js';
import { type RunInput, turnInput } from './inputs/input.js';
import {
  type TurnOptions,
  type TurnOptionsWithOutput,
  turnParams,
} from './options/turn-options.js';
import { turnOutput } from './output/turn-output.js';
import type { CallOptions } from './rpc/call.js';
import type { JsonSchema } from './schema/json-schema.js';
import type { Session } from './session/session.js';
import { startTurn } from './session/start-turn.js';
import type { TurnResult } from './session/turn-result.js';
import { TurnHandle } from './turn/turn-handle.js';

/**
 * A conversation with the agent. It runs one turn at a time: further ones wait for their turn.
 *
 * @example
 * const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
 * const { finalResponse } = await thread.run('What does this project do?');
 */
export class Thread {
  readonly id: string;
  /** What the server answered when the thread was started, resumed or forked. */
  readonly details: ThreadStartResponse | ThreadResumeResponse | ThreadForkResponse;
  readonly #session: Session;

  /** @internal Use `codex.threadStart()`, `threadResume()` or `threadFork()`. */
  constructor(session: Session, details: Thread['details']) {
    this.id = details.thread.id;
    this.details = details;
    this.#session = session;
  }

  /**
   * Runs a turn to its end. With `outputSchema` its final response is parsed and validated: `output`
   * has the type that a Standard Schema infers, or that the caller names for a JSON Schema.
   *
   * @throws TurnFailedError if the turn failed; it holds the whole result.
   * @throws OutputValidationError if the final response does not fit the `outputSchema`.
   * @throws AbortError or RequestTimeoutError if `signal` or `timeoutMs` cut the turn short.
   * @throws InvalidParamsError for wrong input or options, before anything is sent.
   */
  run<Schema extends StandardSchemaV1>(
    input: RunInput,
    options: TurnOptionsWithOutput<Schema>,
  ): Promise<TurnResult<StandardSchemaV1.InferOutput<Schema>>>;
  run<Output = unknown>(
    input: RunInput,
    options: TurnOptionsWithOutput<JsonSchema>,
  ): Promise<TurnResult<Output>>;
  run(input: RunInput, options?: TurnOptions): Promise<TurnResult>;
  async run(input: RunInput, options: TurnOptions = {}): Promise<TurnResult> {
    const turn = await this.turn(input, options);
    turn.discardEvents();
    return turn.run();
  }

  /** Starts a turn, and resolves once the runtime has taken it. Errors as for {@link Thread.run}. */
  turn<Schema extends StandardSchemaV1>(
    input: RunInput,
    options: TurnOptionsWithOutput<Schema>,
  ): Promise<TurnHandle<StandardSchemaV1.InferOutput<Schema>>>;
  turn<Output = unknown>(
    input: RunInput,
    options: TurnOptionsWithOutput<JsonSchema>,
  ): Promise<TurnHandle<Output>>;
  turn(input: RunInput, options?: TurnOptions): Promise<TurnHandle>;
  async turn(input: RunInput, options: TurnOptions = {}): Promise<TurnHandle> {
    const policy: SandboxPolicy = this.details.sandbox;
    const output = turnOutput('turn/start', options);
    const params = {
      threadId: this.id,
      ...turnInput(input),
      ...turnParams(options, policy),
      ...(output ? { outputSchema: output.schema } : {}),
    };
    const { signal, timeoutMs } = options;
    const lease = await startTurn(this.#session, {
      threadId: this.id,
      method: 'turn/start',
      params,
      signal,
      ready: output?.prepare(),
      joins: input instanceof ExternalMessage,
    });
    return new TurnHandle(this.#session, lease, { signal, timeoutMs, output });
  }

  /** The thread as the runtime has it stored, with its turns if asked for. */
  async read(
    options: CallOptions & { readonly includeTurns?: boolean | undefined } = {},
  ): Promise<ThreadReadResponse> {
    const { includeTurns, ...call } = options;
    const params = { threadId: this.id, includeTurns };
    return (await this.#session.request('thread/read', params, call)) as ThreadReadResponse;
  }

  /** Gives the thread a name for people. */
  async setName(name: string, options?: CallOptions): Promise<ThreadSetNameResponse> {
    const params = { threadId: this.id, name };
    return (await this.#session.request(
      'thread/name/set',
      params,
      options,
    )) as ThreadSetNameResponse;
  }
}
