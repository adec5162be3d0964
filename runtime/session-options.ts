import { MANIFEST } from '../generated/manifest.js';
import type { InitializeCapabilities } from '../generated/types.js';
import { AsyncHandlerScopes } from './async-handler-scopes.js';
import {
  type CodexConfig,
  defaultMaxInFlight,
  defaultMaxMessageBytes,
  defaultRequestTimeoutMs,
} from './config.js';
import {
  checkCapabilities,
  checkProcessOptions,
  clientInfo,
  flag,
  milliseconds,
  names,
  validator,
  wholeNumber,
} from './options/config-values.js';
import { retryPolicy } from './retry/retry.js';
import { withoutSecrets } from './secrets.js';
import type { TraceHook } from './rpc/trace.js';
import { handlerResponder } from './session/server-requests.js';
import type { SessionOptions } from './session/session.js';
import { Validation } from './session/validation.js';
import { startupFailure } from './startup-failure.js';
import { connectsAgain, createTransport, runsElsewhere } from './transport/create.js';
import { ConfigurationError } from './util/configuration-error.js';
import { guarded } from './util/guarded.js';
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

/** What a client does for its session. */
export interface SessionHooks extends Pick<SessionOptions, 'onLifecycle' | 'onOpenRequest'> {
  readonly warn: (message: string) => void;
}

/**
 * The session behind a client's configuration, whose names have been checked. Rejects what else is
 * wrong in it before anything starts.
 */
export function sessionOptions(
  config: CodexConfig,
  { warn, onLifecycle, onOpenRequest }: SessionHooks,
): SessionOptions {
  const { handlers } = config;
  checkProcessOptions(config);
  checkCapabilities(config);
  const experimentalApi = flag('experimentalApi', config, true);
  const checks = validator(config);
  const warnOf = (what: string, error: unknown): void => {
    warn(`${what} failed: ${error instanceof Error ? error.message : String(error)}`);
  };
  // It is called where nobody could catch what it throws, and a request would stay without an answer.
  const onHandlerError = guarded(
    config.onHandlerError ??
      ((error: unknown, method: string) => {
        warnOf(`A handler of ${method}`, error);
      }),
    (thrown) => {
      warnOf('onHandlerError', thrown);
    },
  );
  return {
    connect: () => createTransport(config),
    initialize: {
      clientInfo: clientInfo(config, {
        name: 'codex-app-server-sdk',
        title: 'Codex app-server SDK',
        version: SDK_VERSION,
      }),
      capabilities: {
        ...config.capabilities,
        experimentalApi,
        ...optOut(config, warn),
      },
    },
    experimentalApi,
    requestTimeoutMs: milliseconds('requestTimeoutMs', config, defaultRequestTimeoutMs),
    maxInFlight: wholeNumber('maxInFlight', config, defaultMaxInFlight),
    maxMessageBytes: wholeNumber('maxMessageBytes', config, defaultMaxMessageBytes),
    retry: config.retry === false ? false : retryPolicy(config.retry ?? {}),
    responders: handlers ? [handlerResponder(handlers)] : [],
    scopes: new AsyncHandlerScopes(),
    validation: checks && new Validation(checks, warn),
    onHandlerError,
    onProtocolError: guarded(
      config.onProtocolError ??
        ((error) => {
          warn(`The Codex runtime sent something against the protocol: ${error.message}`);
        }),
    ),
    restart: restarts(config),
    startFailure: (error) => startupFailure(error, config),
    onStarted: ({ serverVersion }) => {
      if (serverVersion === MANIFEST.runtimeVersion || serverVersion === '') return;
      warn(
        `The Codex runtime is version ${serverVersion}; this SDK's types were made from ` +
          `${MANIFEST.runtimeVersion}. Most things work, but methods and fields may differ.`,
      );
    },
    onLifecycle,
    onOpenRequest,
    isShared: runsElsewhere(config.transport),
    ...traceOptions(config.trace),
  };
}

function restarts({ restart = 'never', transport }: CodexConfig): boolean {
  if (restart !== 'never' && restart !== 'on-crash') {
    throw new ConfigurationError(
      `\`restart\` must be 'never' or 'on-crash', not ${String(restart)}`,
    );
  }
  if (restart === 'on-crash' && !connectsAgain(transport)) {
    throw new ConfigurationError(
      "restart: 'on-crash' cannot open a transport of your own again: give a function that makes one",
    );
  }
  return restart === 'on-crash';
}

function traceOptions(trace: CodexConfig['trace']): {
  readonly trace?: TraceHook;
  readonly traceParams: boolean;
} {
  if (!trace) return { traceParams: false };
  if (typeof trace === 'function') return { trace, traceParams: false };
  const { hook, params } = trace;
  return {
    trace: (event) => hook(withoutSecrets(event)),
    traceParams: params,
  };
}

function optOut(
  config: CodexConfig,
  warn: (message: string) => void,
): { optOutNotificationMethods?: string[] } {
  // Types do not let it be given there, but it would go out all the same.
  const capabilities: Partial<InitializeCapabilities> = config.capabilities ?? {};
  const methods = [config, capabilities].flatMap((of) => names('optOutNotificationMethods', of));
  if (methods.length === 0) return {};
  const kept = methods.filter((method) => indispensable.has(method));
  if (kept.length > 0) {
    warn(`Results rest on ${kept.join(', ')}: taken out of optOutNotificationMethods`);
  }
  return { optOutNotificationMethods: methods.filter((method) => !indispensable.has(method)) };
}
