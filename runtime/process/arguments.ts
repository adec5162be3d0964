import { ConfigurationError } from '../util/configuration-error.js';
import { encodeToml, type TomlValue } from './toml.js';

/**
 * Settings over the user's own configuration: by key (dotted keys reach into tables), or ready-made
 * `key=value` strings with the value in TOML.
 */
export type ConfigOverrides = { readonly [key: string]: TomlValue | undefined } | readonly string[];

/**
 * The arguments that make the runtime serve its protocol on stdin and stdout.
 *
 * @throws ConfigurationError for an override that cannot be passed on.
 */
export function runtimeArguments(overrides: ConfigOverrides = []): readonly string[] {
  if (typeof overrides !== 'object' || overrides === null) {
    throw new ConfigurationError(
      'configOverrides must be an object or a list of key=value strings',
    );
  }
  const settings = isList(overrides)
    ? overrides.map((setting, index) => checkSetting(setting, `configOverrides[${index}]`))
    : encodeSettings(overrides);
  const flags = settings.flatMap((setting) => ['--config', setting]);
  return [...flags, 'app-server', '--listen', 'stdio://'];
}

/**
 * Checks a command line that replaces the default: program first, then its arguments.
 *
 * @throws ConfigurationError if it is empty or something in it cannot be an argument.
 */
export function checkCommandLine(
  commandLine: readonly string[],
): readonly [program: string, ...args: string[]] {
  if (!Array.isArray(commandLine)) throw new ConfigurationError('launchArgs must be a list');
  const [program, ...args] = commandLine.map((entry, index) =>
    checkText(entry, `launchArgs[${index}]`),
  );
  if (program === undefined || program === '') {
    throw new ConfigurationError('launchArgs must begin with the program to start');
  }
  return [program, ...args];
}

function encodeSettings(overrides: Exclude<ConfigOverrides, readonly string[]>): readonly string[] {
  return Object.entries(overrides).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const place = `configOverrides[${JSON.stringify(key)}]`;
    if (key.includes('=')) throw new ConfigurationError(`${place}: a key cannot contain "="`);
    return [checkSetting(`${key}=${encodeToml(value, place)}`, place)];
  });
}

function checkSetting(setting: string, place: string): string {
  const text = checkText(setting, place);
  // The text itself is not shown: it may hold a secret.
  if (text.slice(0, text.indexOf('=')).trim() === '' || !text.includes('=')) {
    throw new ConfigurationError(`${place} must be key=value`);
  }
  return text;
}

function checkText(value: unknown, place: string): string {
  if (typeof value !== 'string') {
    throw new ConfigurationError(`${place} must be a string, not ${typeof value}`);
  }
  if (value.includes('\0')) throw new ConfigurationError(`${place} contains a NUL character`);
  return value;
}

function isList(overrides: ConfigOverrides): overrides is readonly string[] {
  return Array.isArray(overrides);
}
