import type { CodexConfig } from '../config.js';
import { ConfigurationError } from '../util/configuration-error.js';
import { kindOf } from '../util/kind-of.js';

/** The number of milliseconds that an option stands for. */
export function milliseconds(
  key: 'requestTimeoutMs',
  config: CodexConfig,
  fallback: number,
): number {
  const value = config[key] ?? fallback;
  if (typeof value === 'number' && value > 0) return value;
  throw new ConfigurationError(
    `\`${key}\` must be a positive number of milliseconds, not ${String(value)}`,
  );
}

/** The count that an option stands for; `Infinity` is no limit. */
export function wholeNumber(
  key: 'maxInFlight' | 'maxMessageBytes',
  config: CodexConfig,
  fallback: number,
): number {
  const value = config[key] ?? fallback;
  if (value === Infinity || (Number.isInteger(value) && value > 0)) return value;
  throw new ConfigurationError(`\`${key}\` must be a positive whole number, not ${String(value)}`);
}

/** Whether an option is switched on. What is merely truthy is refused: `'false'` is. */
export function flag(key: 'experimentalApi', config: CodexConfig, fallback: boolean): boolean {
  const value: unknown = config[key] ?? fallback;
  if (typeof value === 'boolean') return value;
  throw new ConfigurationError(`\`${key}\` must be true or false, not ${kindOf(value)}`);
}

/** The names that an option lists. */
export function names<Key extends 'optOutNotificationMethods'>(
  key: Key,
  options: { readonly [Name in Key]?: readonly string[] | null | undefined },
): readonly string[] {
  const value: unknown = options[key] ?? [];
  if (!Array.isArray(value)) {
    throw new ConfigurationError(`\`${key}\` must be a list of methods, not ${kindOf(value)}`);
  }
  for (const [index, name] of value.entries()) {
    if (typeof name === 'string') continue;
    const place = `\`${key}[${index}]\``;
    throw new ConfigurationError(`${place} must be the name of a method, not ${kindOf(name)}`);
  }
  return value as string[];
}
