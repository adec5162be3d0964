/** One server-sent event of the Responses API: its `type` names the event as well. */
export type ResponseEvent = {
  /** Kind of the event, such as `response.completed`. */
  readonly type: string;
} & Readonly<Record<string, unknown>>;

/** The text of one server-sent event. JSON holds no raw line break, so one `data:` line is enough. */
export function encodeEvent(event: ResponseEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
