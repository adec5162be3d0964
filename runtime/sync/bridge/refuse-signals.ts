import { ConfigurationError } from '../../index.js';

/**
 * Refuses an option that the asynchronous methods take and the blocking ones cannot.
 *
 * @param path leads to the method. What a method of the protocol sends may have any properties.
 * @throws ConfigurationError
 */
export function refuseSignals(path: readonly string[], args: readonly unknown[]): void {
  if (path.length === 0) return;
  const isProtocol = path.length > 1;
  const params = isProtocol ? args.findIndex((arg) => typeof arg !== 'string') : -1;
  for (const [i, arg] of args.entries()) {
    if (i === params || typeof arg !== 'object' || arg === null) continue;
    const { signal } = arg as { readonly signal?: unknown };
    if (signal === undefined || signal === null) continue;
    throw new ConfigurationError(
      'The option `signal` cannot be used here, for nothing can abort a call that blocks: ' +
        'give the call a limit of time in milliseconds',
    );
  }
}
