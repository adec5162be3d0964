import type { RequestMethod } from '../../generated/protocol.js';
import type { ModelListParams, ThreadListParams } from '../../generated/types.js';
import type { CallOptions } from '../rpc/call.js';
import { checkKeys } from './known-keys.js';

/** Options of `codex.threadList()` and `codex.threads()`. */
export interface ThreadListOptions extends ThreadListParams, CallOptions {}

/** Options of `codex.models()`. */
export interface ModelListOptions extends ModelListParams, CallOptions {}

/**
 * Parts the wire's params from the options of the call. Rejects misspelled keys, and those that are
 * given otherwise than as options.
 */
export function splitCallOptions<Options extends CallOptions>(
  method: RequestMethod,
  options: Options,
  hiddenKeys: readonly string[] = [],
): { params: Omit<Options, keyof CallOptions>; call: CallOptions } {
  checkKeys(method, options, ['signal', 'timeoutMs'], hiddenKeys);
  const { signal, timeoutMs, ...params } = options;
  return { params, call: { signal, timeoutMs } };
}
