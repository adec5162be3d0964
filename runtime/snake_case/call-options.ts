import type { RequestMethod } from '../../generated/protocol.js';
import type { CallOptions as RootCallOptions } from '../index.js';
import { callNames } from './facade-names.js';
import { checkOptions } from './known-keys.js';

/** Options that every call takes. */
export interface CallOptions {
  /** Aborting it rejects the call with `AbortError` at once; the runtime may still do the work. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Time limit in milliseconds, counted from the call; `Infinity` for none. Default: the client's
   * `request_timeout_ms`, and none for requests that last as long as their work. Past it the call
   * rejects with `RequestTimeoutError`.
   */
  readonly timeout_ms?: number | undefined;
}

export function rootCallOptions(
  method: RequestMethod,
  options: CallOptions | undefined,
): RootCallOptions | undefined {
  if (options === undefined) return undefined;
  checkOptions(options, { method, facade: callNames });
  return { signal: options.signal, timeoutMs: options.timeout_ms };
}
