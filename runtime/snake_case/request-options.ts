import { paramsToWire } from '../../generated/snake_case/mappers.js';
import type {
  LoginAccountParams,
  ModelListParams,
  ThreadListParams,
} from '../../generated/snake_case/types.js';
import type {
  LoginChatgptOptions as RootLoginChatgptOptions,
  ModelListOptions as RootModelListOptions,
  ThreadListOptions as RootThreadListOptions,
} from '../index.js';
import type { CallOptions } from './call-options.js';
import { callNames } from './facade-names.js';
import { checkOptions, type OptionNames } from './known-keys.js';

/** Options of `codex.thread_list()` and `codex.threads()`. */
export interface ThreadListOptions extends ThreadListParams, CallOptions {}

/** Options of `codex.models()`. */
export interface ModelListOptions extends ModelListParams, CallOptions {}

/** Options of `codex.login_chatgpt()`. */
export interface LoginChatgptOptions
  extends Omit<Extract<LoginAccountParams, { type: 'chatgpt' }>, 'type'>, CallOptions {}

/** The calls whose options are params of their request: here, and at the root. */
interface RequestOptions {
  'account/login/start': [LoginChatgptOptions, RootLoginChatgptOptions];
  'model/list': [ModelListOptions, RootModelListOptions];
  'thread/list': [ThreadListOptions, RootThreadListOptions];
}

const names: { readonly [Method in keyof RequestOptions]: OptionNames } = {
  'account/login/start': {
    method: 'account/login/start',
    facade: callNames,
    kind: { type: 'chatgpt' },
    paramsExcept: ['type'],
  },
  'model/list': { method: 'model/list', facade: callNames, paramsExcept: [] },
  'thread/list': { method: 'thread/list', facade: callNames, paramsExcept: [] },
};

/** The options as the root takes them. */
export function rootRequestOptions<Method extends keyof RequestOptions>(
  method: Method,
  options: RequestOptions[Method][0],
): RequestOptions[Method][1] {
  checkOptions(options, names[method]);
  const { signal, timeout_ms, ...params } = options;
  const { kind } = names[method];
  const wire = paramsToWire(method, { ...params, ...kind }) as Record<string, unknown>;
  for (const tag of Object.keys(kind ?? {})) delete wire[tag];
  return { ...wire, signal, timeoutMs: timeout_ms };
}
