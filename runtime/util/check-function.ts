import { ConfigurationError } from './configuration-error.js';
import { kindOf } from './kind-of.js';

/**
 * Rejects what could not be called when its time comes.
 *
 * @param what What it is for, for the message.
 * @throws ConfigurationError
 */
export function checkFunction(what: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new ConfigurationError(`${what} must be a function, not ${kindOf(value)}`);
}
