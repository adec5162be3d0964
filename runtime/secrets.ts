import type { RequestOptions } from './rpc/connection-options.js';
import { JsonRpcError } from './rpc/errors/json-rpc-error.js';
import type { TraceEvent } from './rpc/trace.js';
import type { Session } from './session/session.js';

/** Methods whose params or results hold keys and tokens. */
const secretMethods: ReadonlySet<string> = new Set([
  'account/chatgptAuthTokens/refresh',
  'account/login/start',
  'attestation/generate',
  'environment/add',
]);

const redacted = '[redacted]';

/** The event as a trace may show it. */
export function withoutSecrets(event: TraceEvent): TraceEvent {
  const { kind, method } = event;
  // An answer that comes too late is one to an unknown method, which may have been one of these.
  const isSecret =
    method === undefined ? kind === 'result' || kind === 'error' : secretMethods.has(method);
  return isSecret && 'params' in event ? { ...event, params: redacted } : event;
}

/** Sends a request; what the server says against it does not repeat the secrets that it was sent. */
export function requestSafely(
  session: Session,
  method: string,
  params: unknown,
  options?: RequestOptions,
): Promise<unknown> {
  const answer = session.request(method, params, options);
  if (!secretMethods.has(method)) return answer;
  return answer.catch((error: unknown) => {
    throw error instanceof JsonRpcError ? cleaned(error, secretsIn(params)) : error;
  });
}

/** Texts of params that go by the name of a secret. */
function secretsIn(params: unknown): string[] {
  return Object.entries(params ?? {}).flatMap(([name, value]) =>
    /key|token|secret/i.test(name) && typeof value === 'string' && value !== '' ? [value] : [],
  );
}

/** A copy of the error without these texts in it. */
function cleaned(error: JsonRpcError, secrets: readonly string[]): JsonRpcError {
  const clean = (text: string): string =>
    secrets.reduce((left, secret) => left.replaceAll(secret, redacted), text);
  const copy = new Error(clean(error.message));
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error) as object);
  const { stack = '', data } = error;
  const isShown = data !== undefined;
  return Object.defineProperties(copy, {
    ...Object.getOwnPropertyDescriptors(error),
    message: { value: copy.message, configurable: true, writable: true },
    stack: { value: clean(stack), configurable: true, writable: true },
    data: {
      value: isShown ? (JSON.parse(clean(JSON.stringify(data))) as unknown) : undefined,
      configurable: true,
      enumerable: true,
    },
  }) as JsonRpcError;
}
