import { ScriptError } from './errors.js';
import type { Reply, Responder, Script } from './parts.js';
import type { ModelRequest } from './request.js';
import { checkEntries, checkReply, checkScript } from './script-check.js';

/** Hands out the replies of a script, one for each request. */
export class ScriptSource {
  readonly #queue: (Reply | Responder)[];
  readonly #responder: Responder | undefined;

  /** @throws ScriptError `script_invalid` */
  constructor(script: Script) {
    checkScript(script);
    this.#queue = typeof script === 'function' ? [] : [...script];
    this.#responder = typeof script === 'function' ? script : undefined;
  }

  /** Replies of the list that nothing has asked for yet. */
  get remaining(): number {
    return this.#queue.length;
  }

  /** @throws ScriptError `script_invalid` */
  add(replies: readonly (Reply | Responder)[]): void {
    checkEntries(replies);
    this.#queue.push(...replies);
  }

  /** The reply to a request. The list goes first, the function takes what the list leaves. */
  async next(request: ModelRequest): Promise<Reply> {
    const entry = this.#queue.shift() ?? this.#responder;
    const reply = typeof entry === 'function' ? await entry(request) : entry;
    if (reply !== undefined) {
      if (typeof entry === 'function') checkReply(reply, 'the reply of the function');
      return reply;
    }
    const said = request.userTexts.at(-1);
    throw new ScriptError(
      'script_exhausted',
      `the script has no reply to request ${String(request.index + 1)}` +
        (said === undefined ? '' : `, whose last user message is ${JSON.stringify(clip(said))}`),
    );
  }
}

function clip(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
