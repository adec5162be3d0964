import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createConfig, type ConfigOverrides, type ScriptedModelConfig } from './config.js';
import { asScriptError, ScriptError } from './errors.js';
import type { Reply, Responder, Script } from './parts.js';
import type { HttpRequest, ModelRequest } from './request.js';
import { Responses } from './responses.js';
import { answerRoute, checkRoutes, type Routes } from './routes.js';
import { ScriptSource } from './script-source.js';
import { listen, sendJson, type LoopbackServer } from './server.js';
import { checkNames, type Names } from '../../options/known-keys.js';
import { Arrivals, type WaitOptions } from '../arrivals.js';
import { checkWaitMs } from '../wait-limit.js';

/** How a scripted model behaves, beside its script. */
export interface ScriptedModelOptions {
  /** How long `nextRequest` and `waitForRequests` wait, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number | undefined;
  /** Whether `close` rejects when the script was at fault (`errors`). Default true. */
  readonly throwOnClose?: boolean | undefined;
  /**
   * What other paths answer, by `METHOD /path`: the account's usage (`GET /backend-api/wham/usage`),
   * or the login (`POST /auth/oauth/token`), for example. Paths that nobody knows answer 404.
   */
  readonly routes?: Routes | undefined;
}

const optionNames: Names<ScriptedModelOptions> = {
  timeoutMs: true,
  throwOnClose: true,
  routes: true,
};

/**
 * A model provider on the loopback interface that says what a script tells it to. A real runtime
 * talks to it over HTTP as it would to the Responses API: no key, no network, no chance.
 *
 * ```ts
 * await using model = await ScriptedModel.start([
 *   [reply.reasoning('Look first.'), reply.exec('ls')],
 *   reply.text(['Two ', 'files.'], { phase: 'final_answer' }),
 * ]);
 * await using codex = await Codex.start(model.configFor());
 * ```
 *
 * A request that the script has no reply for is refused with HTTP 400, so that the turn fails with a
 * message that says which one; the fault stands in `errors` as well and makes `close` reject.
 */
export class ScriptedModel implements AsyncDisposable {
  /** Requests for anything but a response (the user's account, for example), oldest first. */
  readonly otherRequests: readonly HttpRequest[];
  /** Requests that the runtime, or a program that it ran, meant for other hosts. All were refused. */
  readonly refusedRequests: readonly HttpRequest[];
  /** What went wrong while requests were answered, oldest first. */
  readonly errors: readonly ScriptError[];
  readonly #others: HttpRequest[] = [];
  readonly #refused: HttpRequest[] = [];
  readonly #errors: ScriptError[] = [];
  readonly #thrown = new WeakSet<ScriptError>();
  readonly #script: ScriptSource;
  readonly #arrivals: Arrivals<ModelRequest>;
  readonly #responses: Responses;
  readonly #throwOnClose: boolean;
  readonly #removals: (() => Promise<void>)[] = [];
  #server: LoopbackServer | undefined;
  #closed: Promise<void> | undefined;

  private constructor(script: Script, options: ScriptedModelOptions) {
    checkNames('ScriptedModel', options, optionNames);
    if (options.timeoutMs !== undefined) checkWaitMs('ScriptedModel', options.timeoutMs);
    if (options.routes !== undefined) checkRoutes(options.routes);
    this.otherRequests = this.#others;
    this.refusedRequests = this.#refused;
    this.errors = this.#errors;
    this.#script = new ScriptSource(script);
    this.#arrivals = new Arrivals({
      timeoutMs: options.timeoutMs ?? 15_000,
      what: 'requests',
      until: 'the model',
      error: (message) => new ScriptError('no_request', message),
    });
    // Item ids of two models must differ: a thread may go on with another model.
    const salt = randomBytes(4).toString('hex');
    this.#responses = new Responses(this.#script, this.#arrivals, this.#errors, salt);
    this.#throwOnClose = options.throwOnClose ?? true;
  }

  /**
   * Starts a model on a free port.
   *
   * @throws ScriptError `script_invalid` for what is no script, ConfigurationError for unknown
   *   options and for routes that cannot be.
   */
  static async start(
    script: Script = [],
    options: ScriptedModelOptions = {},
  ): Promise<ScriptedModel> {
    const model = new ScriptedModel(script, options);
    model.#server = await listen({
      answer: (request, response) => model.#answer(request, response, options.routes ?? {}),
      refused: (request) => model.#refused.push(request),
    });
    return model;
  }

  /** `http://127.0.0.1:PORT` */
  get url(): string {
    return this.#server?.url ?? '';
  }

  /** Requests for a response, in order of arrival. */
  get requests(): readonly ModelRequest[] {
    return this.#arrivals.all;
  }

  /** Scripted replies that no request has asked for yet. */
  get remaining(): number {
    return this.#script.remaining;
  }

  /**
   * Adds replies behind those that are left. They go before the function, if the script is one.
   *
   * @throws ScriptError `script_invalid` for what is no reply.
   */
  enqueue(...replies: readonly (Reply | Responder)[]): void {
    this.#script.add(replies);
  }

  /**
   * The oldest request that no earlier call has returned, as soon as it is there. Rejects with a
   * `ScriptError` `no_request` when none comes in time or the model is closed.
   */
  nextRequest(options: WaitOptions = {}): Promise<ModelRequest> {
    return this.#arrivals.take(options);
  }

  /** All requests so far, as soon as there are `count` of them. Rejects as `nextRequest` does. */
  async waitForRequests(
    count: number,
    options: WaitOptions = {},
  ): Promise<readonly ModelRequest[]> {
    await this.#arrivals.atLeast(count, options);
    return [...this.#arrivals.all];
  }

  /** The same as the function `configFor`. */
  configFor(overrides: ConfigOverrides = {}): ScriptedModelConfig {
    if (this.#closed !== undefined) throw new ScriptError('script_invalid', 'the model is closed');
    const { config, remove } = createConfig(this.url, overrides);
    this.#removals.push(remove);
    return config;
  }

  /** Forgets the errors, for a test that expects them, and returns what there was. */
  takeErrors(): ScriptError[] {
    return this.#errors.splice(0);
  }

  /**
   * Ends every reply, cuts every connection and removes the directories that `configFor` made.
   * Idempotent. Rejects in the end if the script was at fault, unless `throwOnClose` is false; with
   * each error once, so not again at the end of `await using`.
   */
  async close(): Promise<void> {
    this.#closed ??= this.#close();
    await this.#closed;
    if (this.#throwOnClose) this.#throwNew();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #answer(request: HttpRequest, response: ServerResponse, routes: Routes): Promise<void> {
    const { pathname } = new URL(request.url, this.url);
    if (request.method === 'POST' && pathname.endsWith('/responses')) {
      await this.#responses.answer(request, response);
      return;
    }
    this.#others.push(request);
    try {
      await answerRoute(routes, request, pathname, response);
    } catch (thrown) {
      const error = asScriptError(thrown);
      this.#errors.push(error);
      sendJson(response, 500, { error: { message: error.message } });
    }
  }

  async #close(): Promise<void> {
    this.#arrivals.close();
    await this.#responses.close();
    await this.#server?.close();
    await Promise.all(this.#removals.map((remove) => remove()));
  }

  #throwNew(): void {
    const [first, ...more] = this.#errors.filter((error) => !this.#thrown.has(error));
    if (first === undefined) return;
    for (const error of [first, ...more]) this.#thrown.add(error);
    if (more.length === 0) throw first;
    const message = `${first.message} (and ${String(more.length)} more, see the model's errors)`;
    throw new ScriptError(first.code, message, { cause: first });
  }
}

/**
 * What points a runtime at a model, to be spread into the configuration of a `Codex`: a new home and
 * an empty workspace in the directory of temporary files, cut off from the user's own settings and
 * from the network (as are the programs that the runtime runs, by the same proxy variables). Both are
 * removed when the model is closed, so close the runtime first.
 *
 * ```ts
 * const codex = new Codex({ ...configFor(model, { approvalPolicy: 'on-request' }), handlers });
 * ```
 *
 * Throws a `ScriptError` `script_invalid` when `codexHome` holds a configuration of somebody else, and
 * a `ConfigurationError` for unknown options, files outside of the workspace and what TOML cannot say.
 */
export function configFor(
  model: ScriptedModel,
  overrides: ConfigOverrides = {},
): ScriptedModelConfig {
  return model.configFor(overrides);
}
