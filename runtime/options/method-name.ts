import { ConfigurationError } from '../util/configuration-error.js';
import { kindOf } from '../util/kind-of.js';

/** Rejects what names no request: the runtime would drop the line, and never answer it. */
export function checkMethodName(method: unknown): void {
  if (typeof method === 'string' && method !== '') return;
  const given = method === '' ? 'an empty one' : kindOf(method);
  throw new ConfigurationError(`The name of a request must be a string, not ${given}`);
}
