import path from 'node:path';
import type { Surroundings } from '../system/surroundings.js';

/** Where fetched runtimes are kept: outside of any project, where the system keeps such things. */
export function cacheFolder({ env, platform, cwd }: Surroundings): string {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? cwd;
  const root =
    env['XDG_CACHE_HOME'] ||
    (platform === 'win32'
      ? env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local')
      : platform === 'darwin'
        ? path.join(home, 'Library', 'Caches')
        : path.join(home, '.cache'));
  return path.join(root, 'codex-sdkgen');
}
