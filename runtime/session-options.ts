import { MANIFEST } from '../generated/manifest.js';
import { AsyncHandlerScopes } from './async-handler-scopes.js';
import {
  type CodexConfig,
  defaultMaxInFlight,
  defaultMaxMessageBytes,
  defaultRequestTimeoutMs,
} from './config.js';
import { defaultRetryPolicy } from './rpc/retry-policy.js';
import { handlerResponder, type Responder } from './session/server-requests.js';
import type { SessionOptions } from './session/session.js';
import { createTransport } from './transport/create.js';
import { ConfigurationError } from './util/configuration-error.js';
import { SDK_VERSION } from './version.js';

/** Notifications that the SDK's own results rest on; the runtime would honour opting out of them. */
const indispensable: ReadonlySet<string> = new Set([
  'error',
  'turn/started',
  'turn/completed',
  'item/started',
  'item/completed',
  'thread/status/changed',
  'thread/tokenUsage/updated',
  'thread/goal/updated',
  'thread/goal/cleared',
  'serverRequest/resolved',
  'account/login/completed',
]);

/** The session behind a client's configuration. Rejects what is wrong in it before anything starts. */
export function sessionOptions(
  config: CodexConfig,
  threadResponders: (threadId: string | undefined) => Iterable<Responder>,
  warn: (message: string) => void,
): SessionOptions {
  const { trace, handlers } = config;
  const onHandlerError =
    config.onHandlerError ??
    ((error: unknown, method: string) => {
      warn(
        `A handler of ${method} failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  const clientResponders = handlers ? [handlerResponder(handlers)] : [];
  return {
    connect: () => createTransport(config),
    initialize: {
      clientInfo: config.clientInfo ?? {
        name: 'codex-app-server-sdk',
        title: 'Codex app-server SDK',
        version: SDK_VERSION,
      },
      capabilities: {
        ...config.capabilities,
        experimentalApi: config.experimentalApi ?? true,
        ...optOut(config.optOutNotificationMethods, warn),
      },
    },
    experimentalApi: config.experimentalApi ?? true,
    requestTimeoutMs: positive('requestTimeoutMs', config, defaultRequestTimeoutMs),
    maxInFlight: wholeNumber('maxInFlight', config, defaultMaxInFlight),
    maxMessageBytes: wholeNumber('maxMessageBytes', config, defaultMaxMessageBytes),
    retry: config.retry === false ? false : { ...defaultRetryPolicy, ...config.retry },
    responders: function* (threadId) {
      yield* threadResponders(threadId);
      yield* clientResponders;
    },
    scopes: new AsyncHandlerScopes(),
    onHandlerError,
    onProtocolError:
      config.onProtocolError ??
      ((error) => {
        warn(`The Codex runtime sent something against the protocol: ${error.message}`);
      }),
    trace: typeof trace === 'function' ? trace : trace?.hook,
    traceParams: typeof trace === 'object' && trace.params,
  };
}

function optOut(
  methods: readonly string[] | undefined,
  warn: (message: string) => void,
): { optOutNotificationMethods?: string[] } {
  if (!methods) return {};
  const kept = methods.filter((method) => indispensable.has(method));
  if (kept.length > 0) {
    warn(`Results rest on ${kept.join(', ')}: taken out of optOutNotificationMethods`);
  }
  return { optOutNotificationMethods: methods.filter((method) => !indispensable.has(method)) };
}

function positive(key: 'requestTimeoutMs', config: CodexConfig, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value === 'number' && value > 0) return value;
  throw new ConfigurationError(
    `\`${key}\` must be a positive number of milliseconds, not ${String(value)}`,
  );
}

function wholeNumber(
  key: 'maxInFlight' | 'maxMessageBytes',
  config: CodexConfig,
  fallback: number,
): number {
  const value = config[key] ?? fallback;
  if (value === Infinity || (Number.isInteger(value) && value > 0)) return value;
  throw new ConfigurationError(`\`${key}\` must be a positive whole number, not ${String(value)}`);
}

/** What to say when the runtime is not the version that the types were made from; undefined if it is. */
export function versionWarning(serverVersion: string): string | undefined {
  if (serverVersion === MANIFEST.runtimeVersion || serverVersion === '') return undefined;
  return (
    `The Codex runtime is version ${serverVersion}; this SDK's types were made from ` +
    `${MANIFEST.runtimeVersion}. Most things work, but methods and fields may differ.`
  );
}
