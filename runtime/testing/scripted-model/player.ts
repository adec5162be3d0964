import { Ended, isWait, leaveIfGone, untilGone, visitAll, wait, type Wait } from './elements.js';
import { asScriptError, ScriptError } from './errors.js';
import { stringAt } from './json.js';
import type { Outlet } from './outlet.js';
import type {
  Chunks,
  EndPart,
  HttpErrorPart,
  MessagePart,
  ReasoningPart,
  Reply,
  ReplyElement,
  ReplyPart,
} from './parts.js';
import { rateLimitHeaders } from './rate-limits.js';
import type { ModelRequest, ReplyEnd } from './request.js';
import { httpPartContent } from './routes.js';
import { ResponseWriter, type NewId } from './response-writer.js';
import { checkChunk, checkElement } from './script-check.js';

/**
 * Plays the reply to a request, as soon as the script has made it. Resolves with how it ended; rejects
 * with what the script threw, or with a `ScriptError` when it makes no sense.
 */
export async function play(
  reply: Promise<Reply>,
  request: ModelRequest,
  outlet: Outlet,
  newId: NewId,
): Promise<ReplyEnd> {
  const writer = new ResponseWriter(outlet, request.model, newId);
  try {
    await new Player(request, outlet, writer).play(await untilGone(reply, outlet.gone));
    return 'sent';
  } catch (thrown) {
    if (thrown instanceof Ended) return thrown.end;
    // The code is one for which the runtime shows the message as it is and does not ask again.
    const { message } = asScriptError(thrown);
    if (writer.begun) await writer.finish('failed', { error: { code: 'invalid_prompt', message } });
    throw thrown;
  }
}

class Player {
  readonly #request: ModelRequest;
  readonly #outlet: Outlet;
  readonly #writer: ResponseWriter;

  constructor(request: ModelRequest, outlet: Outlet, writer: ResponseWriter) {
    this.#request = request;
    this.#outlet = outlet;
    this.#writer = writer;
  }

  async play(reply: Reply): Promise<void> {
    if (isSequence(reply)) {
      if (Array.isArray(reply)) checkOrder(reply);
      await visitAll(reply, this.#outlet.gone, (element) => this.#element(element));
    } else {
      await this.#element(reply);
    }
    await this.#writer.finish('completed');
  }

  async #element(element: ReplyElement | Wait): Promise<void> {
    leaveIfGone(this.#outlet.gone);
    // Nobody has looked yet at what a generator yields.
    checkElement(element);
    if (typeof element === 'string') await this.#message({ chunks: element });
    else if (isWait(element)) await wait(element, this.#outlet.gone);
    else await this.#part(element);
  }

  async #part(part: ReplyPart): Promise<void> {
    const writer = this.#writer;
    switch (part.kind) {
      case 'message':
        return this.#message(part);
      case 'reasoning':
        return this.#reasoning(part);
      case 'call':
        return writer.call(part);
      case 'item': {
        const open = await writer.open('item', stringAt(part.item, 'id'), part.item);
        return writer.close(open, part.item);
      }
      case 'event':
        return writer.send(part.event);
      case 'bytes':
        return writer.bytes(part.text);
      case 'usage':
        return writer.setUsage(part.usage);
      case 'response':
        return writer.addMembers(part.members);
      case 'headers':
        this.#checkUnsent('headers');
        writer.addHeaders(part.headers);
        if (part.rateLimits !== undefined) writer.addHeaders(rateLimitHeaders(part.rateLimits));
        return undefined;
      case 'httpError':
        return this.#httpError(part);
      case 'computed':
        return this.#part(part.make(this.#request));
      default:
        return this.#end(part);
    }
  }

  async #message(part: Partial<MessagePart> & Pick<MessagePart, 'chunks'>): Promise<void> {
    const writer = this.#writer;
    const refusal = part.content === 'refusal';
    const kind = refusal ? 'refusal' : 'output_text';
    const content = (text: string): object =>
      refusal ? { type: kind, refusal: text } : { type: kind, text, annotations: [] };
    const base = {
      type: 'message',
      role: 'assistant',
      ...(part.phase === undefined ? {} : { phase: part.phase }),
    };
    const at = { content_index: 0 };

    const open = await writer.open('msg', part.id, { ...base, status: 'in_progress', content: [] });
    await writer.sendOf(open, { type: 'response.content_part.added', ...at, part: content('') });
    const text = await this.#stream(part.chunks, async (delta) => {
      if (part.intervalMs) await wait({ kind: 'delay', ms: part.intervalMs }, this.#outlet.gone);
      await writer.sendOf(open, { type: `response.${kind}.delta`, ...at, delta });
    });
    const whole = refusal ? { refusal: text } : { text };
    await writer.sendOf(open, { type: `response.${kind}.done`, ...at, ...whole });
    await writer.sendOf(open, { type: 'response.content_part.done', ...at, part: content(text) });
    await writer.close(open, { ...base, status: 'completed', content: [content(text)] });
  }

  async #reasoning(part: ReasoningPart): Promise<void> {
    const writer = this.#writer;
    const encrypted =
      part.encryptedContent === undefined ? {} : { encrypted_content: part.encryptedContent };
    const open = await writer.open('rs', part.id, { type: 'reasoning', summary: [], ...encrypted });

    const summary: object[] = [];
    for (const [index, chunks] of part.summaries.entries()) {
      const at = { summary_index: index };
      const name = 'response.reasoning_summary';
      const of = (text: string): object => ({ type: 'summary_text', text });
      await writer.sendOf(open, { type: `${name}_part.added`, ...at, part: of('') });
      const text = await this.#stream(chunks, (delta) =>
        writer.sendOf(open, { type: `${name}_text.delta`, ...at, delta }),
      );
      await writer.sendOf(open, { type: `${name}_text.done`, ...at, text });
      await writer.sendOf(open, { type: `${name}_part.done`, ...at, part: of(text) });
      summary.push(of(text));
    }

    const content: object[] = [];
    if (part.raw !== undefined) {
      const at = { content_index: 0 };
      const text = await this.#stream(part.raw, (delta) =>
        writer.sendOf(open, { type: 'response.reasoning_text.delta', ...at, delta }),
      );
      await writer.sendOf(open, { type: 'response.reasoning_text.done', ...at, text });
      content.push({ type: 'reasoning_text', text });
    }
    const raw = content.length === 0 ? {} : { content };
    await writer.close(open, { type: 'reasoning', summary, ...raw, ...encrypted });
  }

  /** Sends the chunks one by one and returns the text they make. */
  async #stream(chunks: Chunks, send: (delta: string) => Promise<void>): Promise<string> {
    if (typeof chunks === 'string') {
      await send(chunks);
      return chunks;
    }
    const { gone } = this.#outlet;
    let text = '';
    await visitAll(chunks, gone, async (chunk) => {
      leaveIfGone(gone);
      checkChunk(chunk);
      if (typeof chunk === 'string') {
        text += chunk;
        await send(chunk);
      } else if (isWait(chunk)) {
        await wait(chunk, gone);
      } else {
        await this.#end(chunk);
      }
    });
    return text;
  }

  #httpError(part: HttpErrorPart): never {
    this.#checkUnsent('an HTTP error');
    const { headers, text } = httpPartContent(part);
    this.#outlet.head(part.status, { ...this.#writer.headers, ...headers });
    this.#outlet.end(text);
    throw new Ended('sent');
  }

  async #end(part: EndPart): Promise<never> {
    switch (part.kind) {
      case 'failed':
        await this.#writer.finish('failed', { error: part.error });
        throw new Ended('sent');
      case 'incomplete':
        await this.#writer.finish('incomplete', { incomplete_details: { reason: part.reason } });
        throw new Ended('sent');
      case 'drop':
        if (part.clean) {
          await this.#writer.begin();
          this.#outlet.end();
        } else {
          this.#outlet.cut();
        }
        throw new Ended('dropped');
      case 'hang':
        await this.#writer.begin();
        await untilGone(new Promise<never>(() => {}), this.#outlet.gone);
        throw new Ended('hung-up');
    }
  }

  #checkUnsent(what: string): void {
    if (!this.#writer.begun) return;
    throw new ScriptError('script_invalid', `${what} must come first in a reply`);
  }
}

function isSequence(
  reply: Reply,
): reply is Iterable<ReplyElement | Wait> | AsyncIterable<ReplyElement> {
  return typeof reply === 'object' && (Symbol.iterator in reply || Symbol.asyncIterator in reply);
}

/** An ending before the last part would hide the parts behind it. */
function checkOrder(reply: readonly (ReplyElement | Wait)[]): void {
  const at = reply.findIndex(
    (part) => typeof part === 'object' && 'kind' in part && ENDINGS.has(part.kind),
  );
  if (at < 0 || at === reply.length - 1) return;
  throw new ScriptError('script_invalid', 'a reply has parts after its ending, which nobody gets');
}

const ENDINGS: ReadonlySet<string> = new Set([
  'httpError',
  'failed',
  'incomplete',
  'drop',
  'hang',
] satisfies ReplyPart['kind'][]);
