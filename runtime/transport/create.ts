import { checkCommandLine, runtimeArguments, type ConfigOverrides } from '../process/arguments.js';
import { mergeEnvironment, prependToPath, type Environment } from '../process/environment.js';
import { CodexNotFoundError } from '../process/errors.js';
import { nodeHost } from '../process/host.js';
import { locateCodex, resolveCommand, type LocatedBinary } from '../process/locate.js';
import type { SpawnProcess } from '../process/spawned-process.js';
import type { Transport } from '../rpc/transport.js';
import { ConfigurationError } from '../util/configuration-error.js';
import { StdioTransport } from './stdio.js';
import { WebSocketTransport } from './websocket.js';

/** Where a runtime listens already. */
export interface RemoteOptions {
  /** `ws://…`, `wss://…`, `unix:///path`, or `unix://` for the default socket in `$CODEX_HOME`. */
  readonly url: string;
  /** Sent as a bearer token, only over wss, unix and to loopback addresses. */
  readonly token?: string | undefined;
}

/**
 * A transport that does something with the messages of another one, such as writing them down. Given
 * as `transport`, it works over the one that the rest of the options ask for.
 */
export interface TransportLayer extends Transport {
  /** What it works over, if not a process as the options describe it. */
  readonly inner?: RemoteOptions | Transport | (() => Transport) | undefined;
  /**
   * The transport that carries the messages of `inner`, one for each connection. Neither is open yet.
   *
   * @param env The environment of a runtime that is started for it.
   */
  over(inner: Transport, env: Environment): Transport;
}

/** What decides how the runtime is reached. */
export interface TransportOptions {
  /**
   * A runtime that runs already, or a transport of the user's own, perhaps a layer over another one;
   * a function makes one for each connection. Default: a process is started.
   */
  readonly transport?: RemoteOptions | Transport | (() => Transport) | undefined;
  /** The runtime's binary: a path, or a command on `PATH`. Default: see `locateCodex`. */
  readonly codexBin?: string | undefined;
  /**
   * The whole command line in place of the default one, program first. If `codexBin` is given as
   * well, that is the program and these are its arguments.
   */
  readonly launchArgs?: readonly string[] | undefined;
  /** Settings over the user's own configuration. */
  readonly configOverrides?: ConfigOverrides | undefined;
  /** The working directory of the process. */
  readonly cwd?: string | undefined;
  /** Changes to the environment of this process; `undefined` removes a variable. */
  readonly env?: Environment | undefined;
  /** Starts the process in another way. It gets the command as named, without a local check of it. */
  readonly spawn?: SpawnProcess | undefined;
  /** Gets each line of the process's standard error. */
  readonly onStderr?: ((line: string) => void) | undefined;
  /** The longest message in either direction, in bytes. Default: 256 MiB. */
  readonly maxMessageBytes?: number | undefined;
}

/** Options that describe a process, and so have no meaning for a runtime that runs already. */
const PROCESS_OPTIONS = ['codexBin', 'launchArgs', 'configOverrides', 'cwd', 'spawn'] as const;

/**
 * The transport that the options ask for, not opened yet.
 *
 * @throws ConfigurationError for options that cannot work; CodexNotFoundError if there is no runtime.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const { transport, env, maxMessageBytes } = options;
  check(options);
  if (transport === undefined) return createProcessTransport(options);
  if (typeof transport === 'function') {
    return createTransport({ ...options, transport: transport() });
  }
  if (isLayer(transport)) {
    const inner = createTransport({ ...options, transport: transport.inner });
    return transport.over(inner, mergeEnvironment(process.env, env));
  }
  for (const name of PROCESS_OPTIONS) {
    if (options[name] === undefined) continue;
    throw new ConfigurationError(
      `${name} is for a process to be started, but transport names another`,
    );
  }
  if (isTransport(transport)) return transport;
  if (typeof transport?.url !== 'string') {
    throw new ConfigurationError(
      'transport must be { url, token? }, have open, send and close, or be a function that makes such',
    );
  }
  const { url, token } = transport;
  return new WebSocketTransport({
    url,
    token,
    env: mergeEnvironment(process.env, env),
    maxMessageBytes,
  });
}

function createProcessTransport(options: TransportOptions): Transport {
  const { cwd, spawn, onStderr, maxMessageBytes } = options;
  const env = mergeEnvironment(process.env, options.env);
  const { command, args, pathDirectory } = commandLine(options, env);
  return new StdioTransport({
    command,
    args,
    cwd,
    env: pathDirectory === undefined ? env : prependToPath(env, pathDirectory),
    spawn,
    onStderr,
    maxMessageBytes,
  });
}

interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly pathDirectory?: string;
}

function commandLine(options: TransportOptions, env: Environment): CommandLine {
  const { codexBin, launchArgs, configOverrides, spawn } = options;
  if (launchArgs === undefined) {
    const args = runtimeArguments(configOverrides);
    const { path, pathDirectory } = locate(codexBin, env, spawn !== undefined);
    return { command: path, args, ...(pathDirectory === undefined ? {} : { pathDirectory }) };
  }
  if (configOverrides !== undefined && Object.keys(configOverrides).length > 0) {
    throw new ConfigurationError(
      'launchArgs is the whole command line: put the configOverrides into it, as --config key=value',
    );
  }
  const [program, ...args] = checkCommandLine(
    codexBin === undefined ? launchArgs : [codexBin, ...launchArgs],
  );
  if (spawn !== undefined) return { command: program, args };
  const place = codexBin === undefined ? 'launchArgs' : 'codexBin';
  return { command: resolveCommand(nodeHost(env), program, place), args };
}

/** With a `spawn` of the user's own the program is perhaps not on this machine. */
function locate(
  codexBin: string | undefined,
  env: Environment,
  isElsewhere: boolean,
): Pick<LocatedBinary, 'path' | 'pathDirectory'> {
  if (!isElsewhere) return locateCodex({ codexBin, env });
  const named = codexBin ?? (env['CODEX_BIN'] || undefined);
  if (named !== undefined) return { path: named };
  try {
    return locateCodex({ env });
  } catch (error) {
    if (error instanceof CodexNotFoundError) return { path: 'codex' };
    throw error;
  }
}

function check(options: TransportOptions): void {
  const { maxMessageBytes } = options;
  for (const name of ['spawn', 'onStderr'] as const) {
    if (options[name] === undefined || typeof options[name] === 'function') continue;
    throw new ConfigurationError(`${name} must be a function`);
  }
  if (maxMessageBytes !== undefined && !(maxMessageBytes > 0)) {
    throw new ConfigurationError('maxMessageBytes must be a positive number of bytes');
  }
}

/** Whether the runtime runs already, and perhaps for other clients as well. */
export function runsElsewhere(transport: TransportOptions['transport']): boolean {
  if (typeof transport !== 'object') return false;
  return isTransport(transport) ? isLayer(transport) && runsElsewhere(transport.inner) : true;
}

/** Whether a second connection can be made: a transport of the user's own is opened once. */
export function connectsAgain(transport: TransportOptions['transport']): boolean {
  if (typeof transport !== 'object' || !isTransport(transport)) return true;
  return isLayer(transport) && connectsAgain(transport.inner);
}

function isTransport(value: RemoteOptions | Transport): value is Transport {
  const { open, send, close } = (value ?? {}) as Partial<Transport>;
  return [open, send, close].every((method) => typeof method === 'function');
}

function isLayer(value: RemoteOptions | Transport): value is TransportLayer {
  return isTransport(value) && typeof (value as Partial<TransportLayer>).over === 'function';
}
