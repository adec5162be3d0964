import { fromWire } from '../../generated/snake_case/mappers.js';
import type { ClientInfo, InitializeCapabilities } from '../../generated/snake_case/types.js';
import {
  type CodexConfig as RootCodexConfig,
  type ConfigOverrides,
  type ProtocolError,
  type RemoteOptions,
  type SpawnProcess,
  type TraceHook,
  type Transport,
  type Validator,
} from '../index.js';
import { capabilityNames } from '../options/config-names.js';
import { checkFunction } from '../options/shapes.js';
import { respelledError } from './errors.js';
import { configNames } from './facade-names.js';
import { type Handlers, rootHandlers } from './handlers.js';
import { checkNames, type FormerNames } from './known-keys.js';
import { respelledWarning } from './messages.js';
import { rootNamed } from './names.js';
import { wireSpelled } from './protocol-data.js';
import { type RetryPolicy, rootRetryPolicy } from './retry.js';

/**
 * How a client finds, starts and talks to the Codex runtime. All is optional. What a program builds
 * for the SDK to use (`transport`, `spawn`, `validate`, `trace`) has the form that it has at the root.
 */
export interface CodexConfig {
  /** Path of the runtime's executable. Default: `CODEX_BIN`, an installed runtime package, `codex` on `PATH`. */
  readonly codex_bin?: string | undefined;
  /**
   * The whole command line in place of the default one, program first. With `codex_bin`, that is the
   * program and these are its arguments.
   */
  readonly launch_args?: readonly string[] | undefined;
  /** Settings over the user's `config.toml`, by dotted key or as `key=value` lines of TOML. */
  readonly config_overrides?: ConfigOverrides | undefined;
  /** Working directory of the runtime. Default: this process's. */
  readonly cwd?: string | undefined;
  /** Environment variables over this process's; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** How this program introduces itself. Default: the SDK's name and version. */
  readonly client_info?: ClientInfo | undefined;
  /** Whether experimental methods and fields may be used. Default true. */
  readonly experimental_api?: boolean | undefined;
  /** Further capabilities to declare. */
  readonly capabilities?:
    Omit<InitializeCapabilities, 'experimental_api' | 'opt_out_notification_methods'> | undefined;
  /** Notifications that the runtime shall not send. Those that results rest on are taken out. */
  readonly opt_out_notification_methods?: readonly string[] | undefined;
  /** Answers to what the runtime asks, for all threads. */
  readonly handlers?: Handlers | undefined;
  /**
   * Where a runtime listens, or a transport of your own; a function makes one for each connection, so
   * that `restart` can connect again. Default: start the runtime and talk over its standard input and
   * output.
   */
  readonly transport?: RemoteOptions | Transport | (() => Transport) | undefined;
  /** Starts the runtime's process in your own way. */
  readonly spawn?: SpawnProcess | undefined;
  /** Default deadline of a request, in milliseconds from the call. Default 60,000. */
  readonly request_timeout_ms?: number | undefined;
  /** Requests that may await an answer at a time; further ones queue. Default 64. */
  readonly max_in_flight?: number | undefined;
  /** The longest message, in bytes. Default 256 MiB. */
  readonly max_message_bytes?: number | undefined;
  /** What to do while the server is overloaded. Default: three tries. */
  readonly retry?: Partial<RetryPolicy> | false | undefined;
  /**
   * What to do when the runtime ends by itself. `'on-crash'` starts it again, five times a minute at
   * most, and resumes the threads in use; turns that were running end with an error all the same.
   * Default `'never'`.
   */
  readonly restart?: 'never' | 'on-crash' | undefined;
  /**
   * Checks messages against the schema: `createValidator()` of `codex-app-server-sdk/validation`. It
   * speaks of them as they stand on the wire. Default: nothing is checked, and what the schema does
   * not know passes.
   */
  readonly validate?: Validator | undefined;
  /** Sees every message on the wire; params only with `params: true`, for they may hold secrets. */
  readonly trace?: TraceHook | { readonly hook: TraceHook; readonly params: boolean } | undefined;
  /** Gets each line that the runtime writes to its standard error. */
  readonly on_stderr?: ((line: string) => void) | undefined;
  /** Gets warnings of the SDK. Default: `process.emitWarning`. */
  readonly on_warning?: ((message: string) => void) | undefined;
  /** Gets what handlers, tools and listeners throw. Default: a warning. */
  readonly on_handler_error?: ((error: unknown, method: string) => void) | undefined;
  /** Gets what the runtime sent against the protocol; it was skipped. Default: a warning. */
  readonly on_protocol_error?: ((error: ProtocolError) => void) | undefined;
}

/** Fields of the Python SDK's configuration that are called otherwise here. */
const former: FormerNames = {
  launch_args_override: '`launch_args`',
  client_name: '`name` of `client_info`',
  client_title: '`title` of `client_info`',
  client_version: '`version` of `client_info`',
};

/**
 * The configuration as the root takes it.
 *
 * @throws ConfigurationError for an option of unknown name.
 */
export function rootConfig(config: CodexConfig): RootCodexConfig {
  checkNames('CodexConfig', config, configNames, former);
  const { capabilities, handlers, retry, on_warning, on_handler_error } = config;
  // The root gets functions around these, and would take them for callable.
  if (on_warning) checkFunction('`on_warning`', on_warning);
  if (on_handler_error) checkFunction('`on_handler_error`', on_handler_error);
  const warn = (message: string): unknown => {
    if (on_warning) return on_warning(message);
    process.emitWarning(message, 'CodexWarning');
    return undefined;
  };
  if (capabilities) checkNames('capabilities', capabilities, spelledCapabilities());
  return {
    ...rootNamed(configNames, config),
    capabilities: capabilities && wireSpelled('InitializeCapabilities', capabilities),
    handlers: handlers && rootHandlers(handlers),
    retry: retry && rootRetryPolicy(retry),
    onHandlerError: (error, method): unknown => {
      const spelled = respelledError(error);
      if (on_handler_error) return on_handler_error(spelled, method);
      const why = spelled instanceof Error ? spelled.message : String(spelled);
      return warn(`A handler of ${method} failed: ${why}`);
    },
    onWarning: (message) => warn(respelledWarning(message)),
  };
}

/** What further capabilities are called here. */
function spelledCapabilities(): Readonly<Record<string, string>> {
  return fromWire('InitializeCapabilities', capabilityNames) as Record<string, string>;
}
