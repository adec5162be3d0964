/** Identifies a request. The client's own are integers; the server's are echoed as they came. */
export type RequestId = string | number;

/** The `error` member of an answer, as it stands on the wire. */
export interface RpcErrorObject {
  /** Number of the kind of error, such as -32600. */
  readonly code: number;
  /** What went wrong, for people. */
  readonly message: string;
  /** What else there is to tell. */
  readonly data?: unknown;
}

/** A call from the server that wants an answer. */
export interface WireRequest {
  readonly id: RequestId;
  readonly method: string;
  readonly params?: unknown;
}

/** An event from the server. */
export interface WireNotification {
  readonly method: string;
  readonly params?: unknown;
  /** When the server emitted it, in milliseconds since 1970. */
  readonly emittedAtMs?: number;
}

/** A successful answer to one of our requests. */
export interface WireResult {
  readonly id: RequestId;
  readonly result: unknown;
}

/** A failed answer to one of our requests. */
export interface WireError {
  readonly id: RequestId;
  readonly error: RpcErrorObject;
}

/** What an inbound JSON value is; `invalid` says why it is no message. */
export type Classified =
  | { readonly kind: 'request'; readonly message: WireRequest }
  | { readonly kind: 'result'; readonly message: WireResult }
  | { readonly kind: 'error'; readonly message: WireError }
  | { readonly kind: 'invalid'; readonly reason: string };

function isId(value: unknown): value is RequestId {
  return typeof value === 'string' || Number.isInteger(value);
}

/**
 * Tells a notification, by far the most frequent message, without making an object for it.
 * The app-server's envelope has no `jsonrpc` member; unknown members are left alone.
 */
export function isNotification(value: unknown): value is WireNotification {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { method?: unknown }).method === 'string' &&
    (value as { id?: unknown }).id === undefined
  );
}

/** Classifies a parsed message that is not a notification. */
export function classify(value: unknown): Classified {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'invalid', reason: 'not a JSON object' };
  }
  const message = value as Record<string, unknown>;
  if (!isId(message['id'])) {
    return { kind: 'invalid', reason: '`id` is neither a string nor an integer' };
  }
  if ('method' in message) {
    if (typeof message['method'] !== 'string') {
      return { kind: 'invalid', reason: '`method` is not a string' };
    }
    return { kind: 'request', message: value as WireRequest };
  }
  if ('result' in message) return { kind: 'result', message: value as WireResult };
  if (isErrorObject(message['error'])) return { kind: 'error', message: value as WireError };
  if ('error' in message) {
    return { kind: 'invalid', reason: '`error` has no integer `code` and text `message`' };
  }
  return { kind: 'invalid', reason: 'none of `method`, `result` and `error`' };
}

/** Whether it can stand as the `error` of an answer. */
export function isErrorObject(value: unknown): value is RpcErrorObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    Number.isInteger((value as { code?: unknown }).code) &&
    typeof (value as { message?: unknown }).message === 'string'
  );
}
