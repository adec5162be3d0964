import {
  retryOnOverload,
  type RetryOptions as RootRetryOptions,
  type RetryPolicy as RootRetryPolicy,
} from '../index.js';
import { checkFunction } from '../options/shapes.js';
import { ofProgram, spoken } from './errors.js';
import { retryNames, retryPolicyNames } from './facade-names.js';
import { checkNames, type FormerNames } from './known-keys.js';
import { rootNamed } from './names.js';

/** How often and how slowly to try again while the server is overloaded. */
export interface RetryPolicy {
  /** Tries in all, the first included. Default 3. */
  readonly max_attempts: number;
  /** Pause before the second try, in milliseconds; doubled before each further one. Default 250. */
  readonly initial_delay_ms: number;
  /** The longest pause, in milliseconds. Default 2000. */
  readonly max_delay_ms: number;
  /** Share by which each pause varies at random, so that clients do not return in step. Default 0.2. */
  readonly jitter_ratio: number;
}

/** How {@link retry_on_overload} tries again. Defaults: 3 tries, 250 ms, 2000 ms, 0.2. */
export interface RetryOptions extends Partial<RetryPolicy> {
  /** Aborting it ends the pause between two tries with `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of the Python SDK that are called otherwise here. */
export const inSeconds: FormerNames = {
  initial_delay_s: '`initial_delay_ms`, in milliseconds',
  max_delay_s: '`max_delay_ms`, in milliseconds',
};

/**
 * Runs `operation` again while it fails by overload, with a pause that doubles each time. The last
 * error is thrown as it came. Requests retry -32001 by themselves; this is for whole turns and for
 * more patience.
 *
 * @example
 * const result = await retry_on_overload(() => thread.run('Go on'), { max_attempts: 5 });
 *
 * @throws ConfigurationError for options that make no sense; AbortError by `signal`.
 */
export function retry_on_overload<T>(
  operation: () => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  return spoken(() => {
    // The root gets a function around it, and would take it for callable.
    checkFunction('The operation', operation);
    checkNames('retry_on_overload', options, retryNames, inSeconds);
    return retryOnOverload(
      () => ofProgram(operation),
      rootNamed<RootRetryOptions>(retryNames, options),
    );
  });
}

/** The `retry` of a client's configuration. */
export function rootRetryPolicy(policy: Partial<RetryPolicy>): Partial<RootRetryPolicy> {
  checkNames('retry', policy, retryPolicyNames, inSeconds);
  return rootNamed(retryPolicyNames, policy);
}
