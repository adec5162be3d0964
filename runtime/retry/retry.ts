import { retryNames } from '../options/config-names.js';
import { checkNamesAndSignal } from '../options/known-keys.js';
import { saysOverloaded } from '../rpc/errors/classify-rpc-error.js';
import { AbortError } from '../rpc/errors/connection-errors.js';
import { JsonRpcError, ServerBusyError } from '../rpc/errors/json-rpc-error.js';
import { defaultRetryPolicy, retryDelayMs, type RetryPolicy } from '../rpc/retry-policy.js';
import { TurnFailedError } from '../turn/turn-errors.js';
import { CallSite } from '../util/call-site.js';
import { checkFunction } from '../util/check-function.js';
import { ConfigurationError } from '../util/configuration-error.js';
import { kindOf } from '../util/kind-of.js';
import { startTimer, type Timer } from '../util/timer.js';
import { waitFor } from '../util/wait.js';

export { retryDelayMs };

/** How {@link retryOnOverload} tries again. Defaults: 3 tries, 250 ms, 2000 ms, 0.2. */
export interface RetryOptions extends Partial<RetryPolicy> {
  /** Aborting it ends the pause between two tries with `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether the error says that the server, or the model behind it, was too busy: the same may work
 * later. A failed turn counts too, if overload is what it failed by.
 *
 * @example
 * const result = await thread.run('Go on').catch((error) => {
 *   if (isRetryableError(error)) return undefined;
 *   throw error;
 * });
 */
export function isRetryableError(error: unknown): boolean {
  if (error instanceof ServerBusyError) return true;
  if (error instanceof TurnFailedError) return saysOverloaded(error.codexErrorInfo);
  return error instanceof JsonRpcError && saysOverloaded(error.data);
}

/**
 * Runs `operation` again while it fails by overload, with a pause that doubles each time. The last
 * error is thrown as it came. Requests retry -32001 by themselves; this is for whole turns and for
 * more patience.
 *
 * @example
 * const result = await retryOnOverload(() => thread.run('Go on'), { maxAttempts: 5 });
 *
 * @throws ConfigurationError for options that make no sense; AbortError by `signal`.
 */
export async function retryOnOverload<T>(
  operation: () => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  checkFunction('The operation', operation);
  checkNamesAndSignal('retryOnOverload', options, { ...retryNames, signal: true });
  const { signal } = options;
  const policy = retryPolicy(options);
  // What the operation throws is the caller's own, so only this has the stack of this call.
  const callSite = new CallSite();
  const aborted = (reason: unknown): AbortError =>
    callSite.stamp(new AbortError('The retries were aborted', reason));
  for (let attempt = 1; ; attempt++) {
    if (signal?.aborted) throw aborted(signal.reason);
    try {
      return await operation();
    } catch (error) {
      if (attempt >= policy.maxAttempts || !isRetryableError(error)) throw error;
      await pause(retryDelayMs(policy, attempt), signal, aborted);
    }
  }
}

/** A whole policy from some of its parts. Throws `ConfigurationError` for values that make no sense. */
export function retryPolicy(options: Partial<RetryPolicy>): RetryPolicy {
  const policy: RetryPolicy = {
    maxAttempts: options.maxAttempts ?? defaultRetryPolicy.maxAttempts,
    initialDelayMs: options.initialDelayMs ?? defaultRetryPolicy.initialDelayMs,
    maxDelayMs: options.maxDelayMs ?? defaultRetryPolicy.maxDelayMs,
    jitterRatio: options.jitterRatio ?? defaultRetryPolicy.jitterRatio,
  };
  check(policy, 'maxAttempts', 'a whole number of at least 1', isCount);
  check(policy, 'initialDelayMs', 'a number that is not negative', isDelay);
  check(policy, 'maxDelayMs', 'a number that is not negative', isDelay);
  check(policy, 'jitterRatio', 'a number between 0 and 1', (ratio) => ratio >= 0 && ratio <= 1);
  return policy;
}

function isCount(value: number): boolean {
  return value === Infinity || (Number.isInteger(value) && value >= 1);
}

function isDelay(value: number): boolean {
  return value >= 0;
}

function check(
  policy: RetryPolicy,
  name: keyof RetryPolicy,
  rule: string,
  fits: (value: number) => boolean,
): void {
  const value: unknown = policy[name];
  if (typeof value === 'number' && fits(value)) return;
  const given = typeof value === 'number' ? String(value) : kindOf(value);
  throw new ConfigurationError(`\`${name}\` must be ${rule}, not ${given}`);
}

async function pause(
  delayMs: number,
  signal: AbortSignal | undefined,
  aborted: (reason: unknown) => AbortError,
): Promise<void> {
  let timer: Timer;
  const over = new Promise<void>((resolve) => {
    timer = startTimer(delayMs, resolve);
  });
  try {
    await waitFor(over, { signal }, { aborted, timedOut: () => new Error('unreachable') });
  } finally {
    clearTimeout(timer);
  }
}
