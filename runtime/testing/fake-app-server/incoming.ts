import type { RequestId, RpcErrorObject } from '../../rpc/message.js';
import type { WireIssue } from './errors.js';

/** What a message of the client is. */
export type Incoming =
  | {
      readonly kind: 'request';
      readonly message: unknown;
      readonly id: RequestId;
      readonly method: string;
      readonly params: unknown;
    }
  | { readonly kind: 'notification'; readonly message: unknown; readonly method: string }
  | {
      readonly kind: 'answer';
      readonly message: unknown;
      readonly id: RequestId;
      readonly result?: unknown;
      readonly error?: RpcErrorObject | undefined;
    }
  | {
      readonly kind: 'invalid';
      readonly message: unknown;
      readonly issues: readonly WireIssue[];
    };

/** Tells what a message is. One that the runtime would pass over in silence is invalid. */
export function readIncoming(text: string): Incoming {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return invalid(text, '', 'is no JSON');
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return invalid(message, '', 'must be object');
  }
  const { id, method, params, result, error } = message as Readonly<Record<string, unknown>>;
  if ('id' in message && !isId(id)) return invalid(message, '/id', 'must be string or integer');
  if ('method' in message) {
    if (typeof method !== 'string') return invalid(message, '/method', 'must be string');
    return isId(id)
      ? { kind: 'request', message, id, method, params }
      : { kind: 'notification', message, method };
  }
  if (!isId(id)) return invalid(message, '', 'has neither `method` nor `id`');
  if ('error' in message) {
    return { kind: 'answer', message, id, error: (error ?? {}) as RpcErrorObject };
  }
  if (!('result' in message)) return invalid(message, '', 'has no `method`, `result` or `error`');
  return { kind: 'answer', message, id, result };
}

function isId(value: unknown): value is RequestId {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

function invalid(message: unknown, pointer: string, what: string): Incoming {
  return { kind: 'invalid', message, issues: [{ pointer, message: what }] };
}
