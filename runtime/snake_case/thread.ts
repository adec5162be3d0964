import type {
  ThreadForkResponse,
  ThreadReadResponse,
  ThreadResumeResponse,
  ThreadSetNameResponse,
  ThreadStartResponse,
} from '../../generated/snake_case/types.js';
import type { Thread as RootThread } from '../index.js';
import { type CallOptions, rootCallOptions } from './call-options.js';
import { spoken } from './errors.js';
import { readNames } from './facade-names.js';
import { rootRunInput, type RunInput } from './inputs.js';
import { checkOptions } from './known-keys.js';
import { respelledResult } from './protocol-data.js';
import type { ThreadMethod } from './thread-options.js';
import { TurnHandle } from './turn-handle.js';
import { rootTurnOptions, type TurnOptions } from './turn-options.js';
import { type TurnResult, turnResult } from './turn-result.js';

/**
 * A conversation with the agent. It runs one turn at a time: further ones wait for their turn.
 *
 * @example
 * const thread = await codex.thread_start({ sandbox: Sandbox.read_only });
 * const { final_response } = await thread.run('What does this project do?');
 */
export class Thread {
  readonly id: string;
  readonly #root: RootThread;
  readonly #method: ThreadMethod;
  #details: Thread['details'] | undefined;

  /** @internal Use `codex.thread_start()`, `thread_resume()` or `thread_fork()`. */
  constructor(root: RootThread, method: ThreadMethod) {
    this.id = root.id;
    this.#root = root;
    this.#method = method;
  }

  /** What the server answered when the thread was started, resumed or forked. */
  get details(): ThreadStartResponse | ThreadResumeResponse | ThreadForkResponse {
    // With a long history this is much to respell, so it waits until somebody looks.
    this.#details ??= respelledResult(this.#method, this.#root.details as never);
    return this.#details;
  }

  /**
   * Runs a turn to its end.
   *
   * @throws TurnFailedError if the turn failed; it holds the whole result.
   * @throws AbortError or RequestTimeoutError if `signal` or `timeout_ms` cut the turn short.
   * @throws InvalidParamsError for wrong input or options, before anything is sent.
   */
  run(input: RunInput, options: TurnOptions = {}): Promise<TurnResult> {
    return spoken(async () =>
      turnResult(await this.#root.run(rootRunInput(input), rootTurnOptions(options))),
    );
  }

  /** Starts a turn, and resolves once the runtime has taken it. Errors as for {@link Thread.run}. */
  turn(input: RunInput, options: TurnOptions = {}): Promise<TurnHandle> {
    return spoken(
      async () =>
        new TurnHandle(await this.#root.turn(rootRunInput(input), rootTurnOptions(options))),
    );
  }

  /** The thread as the runtime has it stored, with its turns if asked for. */
  read(
    options: CallOptions & { readonly include_turns?: boolean | undefined } = {},
  ): Promise<ThreadReadResponse> {
    return spoken(async () => {
      checkOptions(options, { method: 'thread/read', facade: readNames });
      const { include_turns: includeTurns, signal, timeout_ms: timeoutMs } = options;
      const stored = await this.#root.read({ includeTurns, signal, timeoutMs });
      return respelledResult('thread/read', stored);
    });
  }

  /** Gives the thread a name for people. */
  set_name(name: string, options?: CallOptions): Promise<ThreadSetNameResponse> {
    return spoken(async () => {
      const call = rootCallOptions('thread/name/set', options);
      return respelledResult('thread/name/set', await this.#root.setName(name, call));
    });
  }
}
