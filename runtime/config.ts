import type { ClientInfo, InitializeCapabilities } from '../generated/types.js';
import type { ConfigOverrides } from './process/arguments.js';
import type { SpawnProcess } from './process/spawned-process.js';
import type { ProtocolError } from './rpc/errors/connection-errors.js';
import type { RetryPolicy } from './rpc/retry-policy.js';
import type { TraceHook } from './rpc/trace.js';
import type { Transport } from './rpc/transport.js';
import type { RemoteOptions } from './transport/create.js';
import type { Handlers } from './session/handlers.js';
import type { Validator } from './session/validator.js';

/** How a client finds, starts and talks to the Codex runtime. All is optional. */
export interface CodexConfig {
  /** Path of the runtime's executable. Default: `CODEX_BIN`, an installed runtime package, `codex` on `PATH`. */
  readonly codexBin?: string | undefined;
  /**
   * The whole command line in place of the default one, program first. With `codexBin`, that is the
   * program and these are its arguments.
   */
  readonly launchArgs?: readonly string[] | undefined;
  /** Settings over the user's `config.toml`, by dotted key or as `key=value` lines of TOML. */
  readonly configOverrides?: ConfigOverrides | undefined;
  /** Working directory of the runtime. Default: this process's. */
  readonly cwd?: string | undefined;
  /** Environment variables over this process's; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** How this program introduces itself. Default: the SDK's name and version. */
  readonly clientInfo?: ClientInfo | undefined;
  /** Whether experimental methods and fields may be used. Default true. */
  readonly experimentalApi?: boolean | undefined;
  /** Further capabilities to declare. */
  readonly capabilities?:
    Omit<InitializeCapabilities, 'experimentalApi' | 'optOutNotificationMethods'> | undefined;
  /** Notifications that the runtime shall not send. Those that results rest on are taken out. */
  readonly optOutNotificationMethods?: readonly string[] | undefined;
  /** Answers to what the runtime asks, for all threads. */
  readonly handlers?: Handlers | undefined;
  /**
   * Where a runtime listens, or a transport of your own; a function makes one for each connection, so
   * that `restart` can connect again, as a recording of the runtime does by itself. Default: start the
   * runtime and talk over its standard input and output.
   */
  readonly transport?: RemoteOptions | Transport | (() => Transport) | undefined;
  /** Starts the runtime's process in your own way. */
  readonly spawn?: SpawnProcess | undefined;
  /** Default deadline of a request, in milliseconds from the call. Default 60,000. */
  readonly requestTimeoutMs?: number | undefined;
  /** Requests that may await an answer at a time; further ones queue. Default 64. */
  readonly maxInFlight?: number | undefined;
  /** The longest message, in bytes. Default 256 MiB. */
  readonly maxMessageBytes?: number | undefined;
  /** What to do while the server is overloaded. Default: three tries. */
  readonly retry?: Partial<RetryPolicy> | false | undefined;
  /**
   * What to do when the runtime ends by itself. `'on-crash'` starts it again, five times a minute at
   * most, and resumes the threads in use; turns that were running end with an error all the same.
   * Default `'never'`.
   */
  readonly restart?: 'never' | 'on-crash' | undefined;
  /**
   * Checks messages against the schema: `createValidator()` of `codex-app-server-sdk/validation`.
   * Default: nothing is checked, and what the schema does not know passes.
   */
  readonly validate?: Validator | undefined;
  /** Sees every message on the wire; params only with `params: true`, for they may hold secrets. */
  readonly trace?: TraceHook | { readonly hook: TraceHook; readonly params: boolean } | undefined;
  /** Gets each line that the runtime writes to its standard error. */
  readonly onStderr?: ((line: string) => void) | undefined;
  /** Gets warnings of the SDK. Default: `process.emitWarning`. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Gets what handlers, tools and listeners throw. Default: a warning. */
  readonly onHandlerError?: ((error: unknown, method: string) => void) | undefined;
  /** Gets what the runtime sent against the protocol; it was skipped. Default: a warning. */
  readonly onProtocolError?: ((error: ProtocolError) => void) | undefined;
}

/** Default of {@link CodexConfig.requestTimeoutMs}, in milliseconds. */
export const defaultRequestTimeoutMs: number = 60_000;
/** Default of {@link CodexConfig.maxInFlight}. The server loses answers in bursts above about 200. */
export const defaultMaxInFlight: number = 64;
/** Default of {@link CodexConfig.maxMessageBytes}, in bytes. */
export const defaultMaxMessageBytes: number = 256 * 2 ** 20;
