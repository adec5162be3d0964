import type { ClientInfo, InitializeCapabilities } from '../../generated/types.js';
import type { CodexConfig } from '../config.js';
import type { RetryPolicy } from '../rpc/retry-policy.js';
import type { RemoteOptions } from '../transport/create.js';
import { checkFunction } from '../util/check-function.js';
import { checkClientHandlers } from './handler-names.js';
import { checkNames, type Names } from './known-keys.js';

const configNames: Names<CodexConfig> = {
  capabilities: true,
  clientInfo: true,
  codexBin: true,
  configOverrides: true,
  cwd: true,
  env: true,
  experimentalApi: true,
  handlers: true,
  launchArgs: true,
  maxInFlight: true,
  maxMessageBytes: true,
  onHandlerError: true,
  onProtocolError: true,
  onStderr: true,
  onWarning: true,
  optOutNotificationMethods: true,
  requestTimeoutMs: true,
  restart: true,
  retry: true,
  spawn: true,
  trace: true,
  transport: true,
  validate: true,
};

const clientInfoNames: Names<ClientInfo> = { name: true, title: true, version: true };

/** What further capabilities are called. */
export const capabilityNames: Names<InitializeCapabilities> = {
  experimentalApi: true,
  explicitGatewayOauth: true,
  extensions: true,
  mcpServerOpenaiFormElicitation: true,
  optOutNotificationMethods: true,
  requestAttestation: true,
  // Spread, for schemas before 0.169 do not have it.
  ...{ requiredHumanApproval: true },
};

export const retryNames: Names<RetryPolicy> = {
  initialDelayMs: true,
  jitterRatio: true,
  maxAttempts: true,
  maxDelayMs: true,
};

const remoteNames: Names<RemoteOptions> = { token: true, url: true };

const traceNames: Names<Exclude<NonNullable<CodexConfig['trace']>, (...args: never) => unknown>> = {
  hook: true,
  params: true,
};

const callbacks = [
  'onHandlerError',
  'onProtocolError',
  'onStderr',
  'onWarning',
  'spawn',
] as const satisfies readonly (keyof CodexConfig)[];

/**
 * Rejects misspelled options of a client, and of what they are made of.
 *
 * @throws ConfigurationError naming the key and the one that was perhaps meant.
 */
export function checkConfigNames(config: CodexConfig): void {
  checkNames('CodexConfig', config, configNames);
  const { capabilities, clientInfo, handlers, retry, trace, transport } = config;
  if (clientInfo) checkNames('clientInfo', clientInfo, clientInfoNames);
  if (capabilities) checkNames('capabilities', capabilities, capabilityNames);
  if (handlers) checkClientHandlers(handlers);
  if (retry) checkNames('retry', retry, retryNames);
  if (trace && typeof trace !== 'function') {
    checkNames('trace', trace, traceNames);
    checkFunction('`hook` of `trace`', trace.hook);
  }
  // A transport of the user's own may have whatever members it likes.
  if (transport && !isOwnTransport(transport)) checkNames('transport', transport, remoteNames);
  for (const name of callbacks) {
    if (config[name]) checkFunction(`\`${name}\``, config[name]);
  }
}

function isOwnTransport(transport: object): boolean {
  return typeof transport === 'function' || (typeof transport === 'object' && 'open' in transport);
}
