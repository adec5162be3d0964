import { ConfigurationError } from '../util/configuration-error.js';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a child: `changes` over `base`; `undefined` removes a variable. Names are
 * compared without case on Windows, where the spelling that `base` has is kept.
 *
 * @throws ConfigurationError for a name or value that no process can be given.
 */
export function mergeEnvironment(
  base: Environment,
  changes: Environment | null = {},
  platform: string = process.platform,
): Record<string, string> {
  const merged = new Map<string, string>();
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined) merged.set(name, value);
  }
  for (const [name, value] of Object.entries(changes ?? {})) {
    check(name, value);
    set(merged, name, value, platform);
  }
  return Object.fromEntries(merged);
}

/** The variable that holds the search path, under whatever spelling. */
export function searchPath(env: Environment, platform: string): string {
  const name = platform === 'win32' ? Object.keys(env).find(isPath) : 'PATH';
  return (name === undefined ? undefined : env[name]) ?? '';
}

/** The environment with `directory` first on its search path, and there only once. */
export function prependToPath(
  env: Environment,
  directory: string,
  platform: string = process.platform,
): Record<string, string> {
  const delimiter = platform === 'win32' ? ';' : ':';
  const same =
    platform === 'win32' ? sameOnWindows(directory) : (entry: string) => entry === directory;
  const rest = searchPath(env, platform)
    .split(delimiter)
    .filter((entry) => entry !== '' && !same(entry));
  return mergeEnvironment(env, { PATH: [directory, ...rest].join(delimiter) }, platform);
}

function set(
  env: Map<string, string>,
  name: string,
  value: string | undefined,
  platform: string,
): void {
  let spelling = name;
  if (platform === 'win32') {
    const spellings = [...env.keys()].filter((key) => key.toUpperCase() === name.toUpperCase());
    spelling = spellings[0] ?? name;
    for (const other of spellings.slice(1)) env.delete(other);
  }
  if (value === undefined) env.delete(spelling);
  else env.set(spelling, value);
}

function check(name: string, value: unknown): void {
  if (name === '' || name.includes('=') || name.includes('\0')) {
    throw new ConfigurationError(
      `env: ${JSON.stringify(name)} cannot name an environment variable`,
    );
  }
  if (value === undefined) return;
  if (typeof value !== 'string') {
    throw new ConfigurationError(
      `env: the value of ${JSON.stringify(name)} must be a string or undefined`,
    );
  }
  if (value.includes('\0')) {
    throw new ConfigurationError(
      `env: the value of ${JSON.stringify(name)} contains a NUL character`,
    );
  }
}

function isPath(name: string): boolean {
  return name.toUpperCase() === 'PATH';
}

function sameOnWindows(directory: string): (entry: string) => boolean {
  const canonical = (path: string): string => path.replace(/[\\/]+$/, '').toUpperCase();
  const wanted = canonical(directory);
  return (entry) => canonical(entry) === wanted;
}
