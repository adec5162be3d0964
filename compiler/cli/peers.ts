import { createRequire } from 'node:module';

/** What only the compiler needs, at the versions it was built and tested with. */
export const PEERS = {
  commander: '14.0.3',
  prettier: '3.10.1',
  'ts-morph': '28.0.0',
} as const;

/**
 * The peers that are not installed, as `name@version`.
 *
 * @param resolve throws if there is no such package
 */
export function missingPeers(
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): string[] {
  return Object.entries(PEERS)
    .filter(([name]) => !isInstalled(name, resolve))
    .map(([name, version]) => `${name}@${version}`);
}

function isInstalled(name: string, resolve: (name: string) => string): boolean {
  try {
    resolve(name);
    return true;
  } catch {
    return false;
  }
}
