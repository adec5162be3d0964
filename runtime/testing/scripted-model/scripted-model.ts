import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createConfig, type ConfigOverrides, type ScriptedModelConfig } from './config.js';
import { reasonOf, ScriptError } from './errors.js';
import { isObject } from './json.js';
import { httpOutlet } from './outlet.js';
import type { Reply, Responder, Script } from './parts.js';
import { play } from './player.js';
import { ModelRequest, type HttpRequest, type ReplyEnd } from './request.js';
import { ScriptSource } from './script-source.js';
import { listen, type LoopbackServer } from './server.js';
import { Arrivals, type WaitOptions } from './waiters.js';

export interface ScriptedModelOptions {
  /** How long `nextRequest` and `waitForRequests` wait, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
  /** Whether `close` rejects when the script was at fault (`errors`). Default true. */
  readonly throwOnClose?: boolean;
}

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
 * A request that the script has no reply for gets HTTP 500 saying so, which ends the turn; the fault
 * stands in `errors` and makes `close` reject.
 */
export class ScriptedModel implements AsyncDisposable {
  /** Requests for anything but a response (the list of models, for example), in order of arrival. */
  readonly otherRequests: readonly HttpRequest[];
  /** What went wrong while requests were answered, oldest first. */
  readonly errors: readonly ScriptError[];
  readonly #others: HttpRequest[] = [];
  readonly #errors: ScriptError[] = [];
  readonly #script: ScriptSource;
  readonly #options: Required<ScriptedModelOptions>;
  readonly #arrivals: Arrivals<ModelRequest> = new Arrivals();
  readonly #closing: AbortController = new AbortController();
  readonly #playing: Set<Promise<void>> = new Set();
  readonly #cleanups: (() => Promise<void>)[] = [];
  readonly #salt: string = randomBytes(4).toString('hex');
  #server: LoopbackServer | undefined;
  #taken = 0;
  #ids = 0;
  #closed: Promise<void> | undefined;

  private constructor(script: Script, options: ScriptedModelOptions) {
    this.otherRequests = this.#others;
    this.errors = this.#errors;
    this.#script = new ScriptSource(script);
    this.#options = {
      timeoutMs: options.timeoutMs ?? 15_000,
      throwOnClose: options.throwOnClose ?? true,
    };
  }

  /** Starts a model on a free port. */
  static async start(
    script: Script = [],
    options: ScriptedModelOptions = {},
  ): Promise<ScriptedModel> {
    const model = new ScriptedModel(script, options);
    model.#server = await listen((request, response) => model.#route(request, response));
    return model;
  }

  /** `http://127.0.0.1:PORT` */
  get url(): string {
    return this.#server?.url ?? '';
  }

  /** The `base_url` of a provider: `url` with `/v1`. */
  get baseUrl(): string {
    return `${this.url}/v1`;
  }

  /** Requests for a response, in order of arrival. */
  get requests(): readonly ModelRequest[] {
    return this.#arrivals.all;
  }

  /** Scripted replies that nothing has asked for yet. */
  get remaining(): number {
    return this.#script.remaining;
  }

  /** Adds replies behind those that are left. They go before the function, if the script is one. */
  enqueue(...replies: readonly (Reply | Responder)[]): void {
    this.#script.add(replies);
  }

  /**
   * The next request that no earlier call has returned, at once if it is there already. Rejects with
   * a `ScriptError` `no_request` when none comes in time or the model is closed.
   */
  async nextRequest(options: WaitOptions = {}): Promise<ModelRequest> {
    const index = this.#taken++;
    await this.#arrivals.atLeast(index + 1, this.#waiting(options));
    return this.#arrivals.all[index] as ModelRequest;
  }

  /** All requests, as soon as there are `count` of them. Rejects as `nextRequest` does. */
  async waitForRequests(
    count: number,
    options: WaitOptions = {},
  ): Promise<readonly ModelRequest[]> {
    await this.#arrivals.atLeast(count, this.#waiting(options));
    return [...this.#arrivals.all];
  }

  /** See `configFor`. */
  configFor(overrides: ConfigOverrides = {}): ScriptedModelConfig {
    const { config, cleanup } = createConfig(this.url, overrides);
    this.#cleanups.push(cleanup);
    return config;
  }

  /**
   * Ends every reply, closes every connection and removes the directories that `configFor` made.
   * Idempotent. Then rejects if the script was at fault, unless `throwOnClose` is false.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    this.#arrivals.close();
    await Promise.all(this.#playing);
    await this.#server?.close();
    await Promise.all(this.#cleanups.map((cleanup) => cleanup()));
    const [first, ...more] = this.#errors;
    if (first === undefined || !this.#options.throwOnClose) return;
    if (more.length === 0) throw first;
    throw new ScriptError(
      first.code,
      `${first.message} (and ${String(more.length)} more, in the model's errors)`,
      { cause: first },
    );
  }

  #waiting(options: WaitOptions): WaitOptions & { readonly timeoutMs: number } {
    return { timeoutMs: this.#options.timeoutMs, ...options };
  }

  async #route(request: HttpRequest, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url, this.url);
    if (request.method === 'POST' && pathname.endsWith('/responses')) {
      const playing = this.#respond(request, response).finally(() => {
        this.#playing.delete(playing);
      });
      this.#playing.add(playing);
      return playing;
    }
    this.#others.push(request);
    if (request.method === 'GET' && pathname.endsWith('/models')) {
      sendJson(response, 200, { object: 'list', data: [], models: [] });
    } else {
      sendJson(response, 404, {
        error: { message: `no such thing: ${request.method} ${pathname}` },
      });
    }
    return undefined;
  }

  async #respond(http: HttpRequest, response: ServerResponse): Promise<void> {
    let ended = (_end: ReplyEnd): void => {};
    const request = new ModelRequest(
      this.#arrivals.all.length,
      http,
      new Promise((resolve) => (ended = resolve)),
    );
    this.#arrivals.add(request);
    try {
      if (!isObject(http.body)) throw new ScriptError('bad_request', 'the body is no JSON object');
      const reply = await this.#script.next(request);
      const outlet = httpOutlet(response, this.#closing.signal);
      const end = await play(reply, request, outlet, (prefix) => this.#newId(prefix));
      ended(end === 'hung-up' && this.#closing.signal.aborted ? 'closed' : end);
    } catch (thrown) {
      const error = thrown instanceof ScriptError ? thrown : asScriptError(thrown);
      this.#errors.push(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: { type: error.code, message: error.message } });
      ended('failed');
    }
  }

  #newId(prefix: string): string {
    return `${prefix}_${this.#salt}_${String(++this.#ids)}`;
  }
}

/**
 * What points a runtime at a model, to be spread into the configuration of a `Codex`: a fresh home
 * and an empty workspace in the system's temporary directory, cut off from the user's own settings.
 * Both are removed when the model is closed, so close the runtime first.
 *
 * ```ts
 * const codex = new Codex({ ...configFor(model, { approvalPolicy: 'on-request' }), handlers });
 * ```
 */
export function configFor(
  model: ScriptedModel,
  overrides: ConfigOverrides = {},
): ScriptedModelConfig {
  return model.configFor(overrides);
}

function asScriptError(thrown: unknown): ScriptError {
  return new ScriptError('script_failed', `the script failed: ${reasonOf(thrown)}`, {
    cause: thrown,
  });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
