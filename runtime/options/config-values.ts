import type { CodexConfig } from '../config.js';
import type { Validator } from '../session/validator.js';
import { checkFunction } from '../util/check-function.js';
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

/** The validator of a client, if it has one. What makes one, or is called like its mode, is none. */
export function validator({ validate }: CodexConfig): Validator | undefined {
  if (!validate) return undefined;
  const given: Partial<Validator> = validate;
  if (typeof given.checkParams !== 'function' || typeof given.checkResult !== 'function') {
    const kind = kindOf(validate);
    throw new ConfigurationError(
      '`validate` must be what createValidator() of codex-app-server-sdk/validation returns, ' +
        `not ${kind === 'an object' ? `${kind} without checks` : kind}`,
    );
  }
  const { mode, onViolation } = given;
  if (mode !== 'warn' && mode !== 'strict') {
    throw new ConfigurationError(
      `\`mode\` of \`validate\` must be 'warn' or 'strict', not ${String(mode)}`,
    );
  }
  if (onViolation) checkFunction('`onViolation` of `validate`', onViolation);
  return validate;
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
