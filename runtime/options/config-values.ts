import type { ClientInfo } from '../../generated/types.js';
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

/** Rejects what a process cannot be started with; each variable is looked at when it is. */
export function checkProcessOptions(config: CodexConfig): void {
  const cwd: unknown = config.cwd ?? '';
  if (typeof cwd !== 'string') {
    throw new ConfigurationError(`\`cwd\` must be a string, not ${kindOf(cwd)}`);
  }
  const env = kindOf(config.env ?? {});
  if (env !== 'an object') throw new ConfigurationError(`\`env\` must be an object, not ${env}`);
}

/** How the client introduces itself. The runtime would refuse what is missing, or no string, as its own. */
export function clientInfo(config: CodexConfig, fallback: ClientInfo): ClientInfo {
  const info = config.clientInfo ?? fallback;
  const { name, version, title }: { readonly [Key in keyof ClientInfo]?: unknown } = info;
  for (const [key, value] of Object.entries({ name, version, title: title ?? '' })) {
    if (typeof value === 'string') continue;
    throw new ConfigurationError(`\`clientInfo.${key}\` must be a string, not ${kindOf(value)}`);
  }
  return info;
}

/** Rejects a capability that is an option of the client itself: what is said here would not count. */
export function checkCapabilities({ capabilities }: CodexConfig): void {
  const experimentalApi: unknown = (
    capabilities as { experimentalApi?: unknown } | null | undefined
  )?.experimentalApi;
  if (experimentalApi === undefined || experimentalApi === null) return;
  throw new ConfigurationError(
    'capabilities: `experimentalApi` is an option of the client itself, beside `capabilities`',
  );
}
