import type { CodexConfig } from './config.js';
import { defaultMaxMessageBytes } from './config.js';
import { runtimeArguments } from './process/arguments.js';
import { mergeEnvironment } from './process/environment.js';
import { locateCodex } from './process/locate.js';
import type { Transport } from './rpc/transport.js';
import { StdioTransport } from './transport/stdio.js';

/** Makes the transport that a configuration asks for, anew for each connection. */
export function connector(config: CodexConfig): () => Promise<Transport> {
  const { transport } = config;
  if (transport && 'open' in transport) return () => Promise.resolve(transport);
  if (transport) return () => connectRemote(transport, config);
  return () => Promise.resolve(stdioTransport(config));
}
