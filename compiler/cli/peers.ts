import { createRequire } from 'node:module';

/** What only the compiler needs, at the versions it was built and tested with. */
const PEERS = { commander: '14.0.3', prettier: '3.10.1', 'ts-morph': '28.0.0' } as const;

/** The peers that are not installed, as `name@version`. */
export function missingPeers(): string[] {
  const require = createRequire(import.meta.url);
  return Object.entries(PEERS)
    .filter(([name]) => {
      try {
        require.resolve(name);
        return false;
      } catch {
        return true;
      }
    })
    .map(([name, version]) => `${name}@${version}`);
}
