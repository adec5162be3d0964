import {
  ConfigurationError,
  isRetryableError,
  type RetryOptions as RootRetryOptions,
} from '../index.js';
import { retryNames } from '../options/config-names.js';
import { checkNames } from '../options/known-keys.js';
import { checkFunction, isThenable } from '../options/shapes.js';
import { retryDelayMs, retryPolicy } from '../retry/retry.js';
import { refuseSignals } from './bridge/refuse-signals.js';
import type { NoPromise, WithoutSignal } from './blocking.js';
import { disregard } from './disregard.js';

/** How {@link retryOnOverload} tries again. Defaults: 3 tries, 250 ms, 2000 ms, 0.2. */
export interface RetryOptions extends WithoutSignal<RootRetryOptions> {}

/**
 * Runs `operation` again while it fails by overload, with a pause that doubles each time. The last
 * error is thrown as it came. Requests retry -32001 by themselves; this is for whole turns and for
 * more patience.
 *
 * @example
 * const result = retryOnOverload(() => thread.run('Go on'), { maxAttempts: 5 });
 *
 * @throws ConfigurationError for options that make no sense, and for an operation that returns a promise.
 */
export function retryOnOverload<T>(
  operation: () => T & NoPromise<T>,
  options: RetryOptions = {},
): T {
  checkFunction('The operation', operation);
  refuseSignals(['retryOnOverload'], [options]);
  checkNames('retryOnOverload', options, retryNames);
  const policy = retryPolicy(options);
  for (let attempt = 1; ; attempt++) {
    try {
      const result = operation();
      if (!isThenable(result)) return result;
      disregard(result);
      throw new ConfigurationError(
        'The operation returned a promise, which cannot be waited for here',
      );
    } catch (error) {
      if (attempt >= policy.maxAttempts || !isRetryableError(error)) throw error;
      sleep(retryDelayMs(policy, attempt));
    }
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
