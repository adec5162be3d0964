import type { ServerResponse } from 'node:http';
import { asScriptError, ScriptError } from './errors.js';
import { isObject } from './json.js';
import { httpOutlet } from './outlet.js';
import { play } from './player.js';
import { ModelRequest, type HttpRequest, type ReplyEnd } from './request.js';
import type { ScriptSource } from './script-source.js';
import type { Arrivals } from '../arrivals.js';

/** Answers requests for a response: each is recorded, given the next reply of the script, played. */
export class Responses {
  readonly #script: ScriptSource;
  readonly #arrivals: Arrivals<ModelRequest>;
  readonly #errors: ScriptError[];
  readonly #salt: string;
  readonly #closing: AbortController = new AbortController();
  readonly #playing: Set<Promise<void>> = new Set();
  #ids = 0;

  /** Faults of the script are added to `errors`; `salt` goes into every id. */
  constructor(
    script: ScriptSource,
    arrivals: Arrivals<ModelRequest>,
    errors: ScriptError[],
    salt: string,
  ) {
    this.#script = script;
    this.#arrivals = arrivals;
    this.#errors = errors;
    this.#salt = salt;
  }

  async answer(http: HttpRequest, response: ServerResponse): Promise<void> {
    const playing = this.#answer(http, response);
    this.#playing.add(playing);
    await playing;
    this.#playing.delete(playing);
  }

  /** Leaves every reply where it is. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#playing);
  }

  async #answer(http: HttpRequest, response: ServerResponse): Promise<void> {
    let end = (_how: ReplyEnd): void => {};
    const ended = new Promise<ReplyEnd>((resolve) => (end = resolve));
    const request = new ModelRequest(this.#arrivals.all.length, http, ended);
    this.#arrivals.add(request);
    try {
      const how = await this.#play(request, http, response);
      end(how === 'hung-up' && this.#closing.signal.aborted ? 'closed' : how);
    } catch (thrown) {
      this.#fail(asScriptError(thrown), response);
      end('failed');
    }
  }

  async #play(
    request: ModelRequest,
    http: HttpRequest,
    response: ServerResponse,
  ): Promise<ReplyEnd> {
    if (!isObject(http.body)) {
      throw new ScriptError(
        'bad_request',
        'a request for a response has no JSON object for a body',
      );
    }
    const outlet = httpOutlet(response, this.#closing.signal);
    return play(this.#script.next(request), request, outlet, (prefix) => {
      this.#ids += 1;
      return `${prefix}_${this.#salt}_${String(this.#ids)}`;
    });
  }

  #fail(error: ScriptError, response: ServerResponse): void {
    this.#errors.push(error);
    if (response.headersSent) return;
    // Not 5xx, which the runtime repeats, and for which it has a message of its own.
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(error.message);
  }
}
