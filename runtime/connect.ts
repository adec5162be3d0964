import { type CodexConfig, defaultMaxMessageBytes, type RemoteTransport } from './config.js';
import { runtimeArguments } from './process/arguments.js';
import { mergeEnvironment, prependToPath } from './process/environment.js';
import { CodexNotFoundError } from './process/errors.js';
import { type LocatedBinary, locateCodex } from './process/locate.js';
import type { Transport } from './rpc/transport.js';
import { StdioTransport } from './transport/stdio.js';

/** Makes the transport that a configuration asks for. */
export function connector(config: CodexConfig): () => Promise<Transport> {
  const { transport } = config;
  if (transport === undefined) return () => Promise.resolve(stdioTransport(config));
  if ('open' in transport) return () => Promise.resolve(transport);
  return () => remoteTransport(transport, config);
}

function stdioTransport(config: CodexConfig): Transport {
  const env = mergeEnvironment(process.env, config.env);
  const { path, pathDirectory } = locate(config, env);
  return new StdioTransport({
    command: path,
    args: config.launchArgs ?? runtimeArguments(config.configOverrides),
    cwd: config.cwd,
    env: pathDirectory === undefined ? env : prependToPath(env, pathDirectory),
    spawn: config.spawn,
    onStderr: config.onStderr,
    maxMessageBytes: config.maxMessageBytes ?? defaultMaxMessageBytes,
  });
}

function locate(
  config: CodexConfig,
  env: Readonly<Record<string, string>>,
): Pick<LocatedBinary, 'path' | 'pathDirectory'> {
  const { codexBin, spawn } = config;
  // Someone else's spawner may start it where this process cannot look.
  if (spawn && codexBin !== undefined) return { path: codexBin };
  try {
    return locateCodex({ codexBin, env });
  } catch (error) {
    if (spawn && error instanceof CodexNotFoundError) return { path: 'codex' };
    throw error;
  }
}
