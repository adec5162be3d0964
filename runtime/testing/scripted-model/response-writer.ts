import type { JsonObject } from './json.js';
import type { Outlet } from './outlet.js';
import type { CallPart } from './parts.js';
import { encodeEvent, type ResponseEvent } from './sse.js';
import { wireUsage, type Usage } from './usage.js';

/** Makes ids that no other model makes. */
export type NewId = (prefix: string) => string;

/** An output item that has been begun on the stream. */
export interface OpenItem {
  readonly id: string;
  readonly index: number;
}

/**
 * Writes one response of the Responses API as a stream of events: it numbers them, keeps the output
 * items for the last one, and sends the head before the first.
 */
export class ResponseWriter {
  readonly id: string;
  readonly #outlet: Outlet;
  readonly #model: string;
  readonly #headers: Record<string, string> = {};
  readonly #output: JsonObject[] = [];
  readonly #members: Record<string, unknown> = {};
  readonly #newId: NewId;
  #usage: Usage | null = {};
  #sequence = 0;
  #items = 0;
  #begun = false;

  constructor(outlet: Outlet, model: string, newId: NewId) {
    this.#outlet = outlet;
    this.#model = model;
    this.#newId = newId;
    this.id = newId('resp');
  }

  /** Whether anything has been sent, so that headers and HTTP status can no longer change. */
  get begun(): boolean {
    return this.#begun;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  addHeaders(headers: Readonly<Record<string, string>>): void {
    Object.assign(this.#headers, headers);
  }

  addMembers(members: JsonObject): void {
    Object.assign(this.#members, members);
  }

  setUsage(usage: Usage | null): void {
    this.#usage = usage;
  }

  /** Sends the events that open every stream, once. */
  async begin(): Promise<void> {
    if (this.#begun) return;
    this.#head();
    this.#begun = true;
    await this.send({ type: 'response.created', response: this.#response('in_progress') });
    await this.send({ type: 'response.in_progress', response: this.#response('in_progress') });
  }

  async send(event: ResponseEvent): Promise<void> {
    await this.begin();
    await this.#outlet.write(encodeEvent({ sequence_number: this.#sequence++, ...event }));
  }

  /** Sends text as it is; at the start of a reply, without the events that open a stream. */
  async bytes(text: string): Promise<void> {
    this.#head();
    this.#begun = true;
    await this.#outlet.write(text);
  }

  /** Begins an item; `item` is how it looks before it has content. */
  async open(prefix: string, id: string | undefined, item: JsonObject): Promise<OpenItem> {
    const open = { id: id ?? this.#newId(prefix), index: this.#items++ };
    await this.send({
      type: 'response.output_item.added',
      output_index: open.index,
      item: { id: open.id, ...item },
    });
    return open;
  }

  /** An event about an item. */
  async sendOf(open: OpenItem, event: ResponseEvent): Promise<void> {
    await this.send({ ...event, item_id: open.id, output_index: open.index });
  }

  /** Ends an item; `item` is how it looks with all its content. */
  async close(open: OpenItem, item: JsonObject): Promise<void> {
    const whole = { id: open.id, ...item };
    this.#output.push(whole);
    await this.send({
      type: 'response.output_item.done',
      output_index: open.index,
      item: whole,
    });
  }

  async call(part: CallPart): Promise<void> {
    const custom = part.type === 'custom_tool_call';
    const key = custom ? 'input' : 'arguments';
    const event = custom ? 'response.custom_tool_call_input' : 'response.function_call_arguments';
    const item = {
      type: part.type,
      ...(part.namespace === undefined ? {} : { namespace: part.namespace }),
      name: part.name,
      call_id: part.callId ?? this.#newId('call'),
    };
    const open = await this.open(custom ? 'ctc' : 'fc', part.id, {
      ...item,
      status: 'in_progress',
      [key]: '',
    });
    await this.sendOf(open, { type: `${event}.delta`, delta: part.input });
    await this.sendOf(open, { type: `${event}.done`, [key]: part.input });
    await this.close(open, { ...item, status: 'completed', [key]: part.input });
  }

  /** The last event of a reply, and the end of the stream. */
  async finish(
    status: 'completed' | 'failed' | 'incomplete',
    members: JsonObject = {},
  ): Promise<void> {
    await this.send({ type: `response.${status}`, response: this.#response(status, members) });
    this.#outlet.end();
  }

  #head(): void {
    if (this.#begun) return;
    this.#outlet.head(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      ...this.#headers,
    });
  }

  #response(status: string, members: JsonObject = {}): JsonObject {
    const ended = status !== 'in_progress';
    return {
      id: this.id,
      object: 'response',
      created_at: Math.floor(Date.now() / 1000),
      model: this.#model,
      status,
      error: null,
      incomplete_details: null,
      output: ended ? this.#output : [],
      usage: ended && this.#usage !== null ? wireUsage(this.#usage) : null,
      ...(ended ? this.#members : {}),
      ...members,
    };
  }
}
