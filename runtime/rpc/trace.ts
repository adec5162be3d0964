import { utf8Length } from '../util/json-text.js';
import { guarded } from '../util/guarded.js';
import type { RequestId } from './message.js';

/** One message on the wire, as the `trace` hook sees it. Params may hold secrets: they are there on request only. */
export interface TraceEvent {
  /** Whether it came from the runtime or goes to it. */
  readonly direction: 'in' | 'out';
  /** What it is; `invalid` for what is no message at all. */
  readonly kind: 'request' | 'notification' | 'result' | 'error' | 'invalid';
  /** Wire name; for an answer that of its request, undefined if that is not known. */
  readonly method: string | undefined;
  /** Id of the request, or of the request that is answered; undefined without one. */
  readonly id: RequestId | undefined;
  /** Size of the message in bytes; 0 if a transport of your own has not told that of an invalid one. */
  readonly bytes: number;
  /** Params of a request or notification, or the result or error of an answer, if asked for. */
  readonly params?: unknown;
}

/** Sees every message. It must be fast; what it throws is ignored. */
export type TraceHook = (event: TraceEvent) => void;

/** Tells a hook of messages. */
export class Tracer {
  readonly withParams: boolean;
  readonly #hook: TraceHook;

  constructor(hook: TraceHook, withParams = false) {
    this.#hook = guarded(hook);
    this.withParams = withParams;
  }

  /** `message` is its text, or its size in bytes if it has none. */
  trace(
    direction: TraceEvent['direction'],
    kind: TraceEvent['kind'],
    message: string | number,
    method?: string,
    id?: RequestId,
    params?: unknown,
  ): void {
    const bytes = typeof message === 'number' ? message : utf8Length(message);
    const event = { direction, kind, method, id, bytes };
    this.#hook(this.withParams ? { ...event, params } : event);
  }
}
