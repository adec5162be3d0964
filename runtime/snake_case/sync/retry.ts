import type { NoPromise, WithoutSignal } from '../../sync/blocking.js';
import { retryOnOverload, type RetryOptions as RootRetryOptions } from '../../sync/retry.js';
import { spokenNow } from '../errors.js';
import { retryPolicyNames } from '../facade-names.js';
import type { RetryOptions as AsyncRetryOptions } from '../index.js';
import { checkNames } from '../known-keys.js';
import { rootNamed } from '../names.js';
import { inSeconds } from '../retry.js';

/** How {@link retry_on_overload} tries again. Defaults: 3 tries, 250 ms, 2000 ms, 0.2. */
export interface RetryOptions extends WithoutSignal<AsyncRetryOptions> {}

/**
 * Runs `operation` again while it fails by overload, with a pause that doubles each time. The last
 * error is thrown as it came. Requests retry -32001 by themselves; this is for whole turns and for
 * more patience.
 *
 * @example
 * const result = retry_on_overload(() => thread.run('Go on'), { max_attempts: 5 });
 *
 * @throws ConfigurationError for options that make no sense, and for an operation that returns a promise.
 */
export function retry_on_overload<T>(
  operation: () => T & NoPromise<T>,
  options: RetryOptions = {},
): T {
  return spokenNow(() => {
    checkNames('retry_on_overload', options, retryPolicyNames, inSeconds);
    return retryOnOverload<T>(operation, rootNamed<RootRetryOptions>(retryPolicyNames, options));
  });
}
