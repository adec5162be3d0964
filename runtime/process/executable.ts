import { searchPath } from './environment.js';
import type { Host } from './host.js';

/** What Windows can start: programs directly, scripts through its command interpreter. */
const WINDOWS_EXTENSIONS: readonly string[] = ['.com', '.exe', '.bat', '.cmd'];

/** Why the file at a path cannot be run, or `undefined` if it can. */
export function executableProblem(host: Host, path: string): string | undefined {
  switch (host.kind(path)) {
    case 'missing':
      return 'does not exist';
    case 'directory':
      return 'is a directory';
    case 'other':
      return 'is not a file';
    case 'file':
      break;
  }
  if (host.platform === 'win32') {
    return isWindowsExecutable(host, path) ? undefined : 'is not an .exe, .com, .cmd or .bat file';
  }
  return host.mayExecute(path) ? undefined : 'is not executable (try chmod +x)';
}

/** True if the text names a file by its place, not a command to look up on `PATH`. */
export function isPathLike(host: Host, text: string): boolean {
  return text.includes('/') || (host.platform === 'win32' && /[\\:]/.test(text));
}

/** The paths that a name given without an extension may mean, in the order Windows tries them. */
export function candidates(host: Host, path: string): readonly string[] {
  if (host.platform !== 'win32' || isWindowsExecutable(host, path)) return [path];
  return [...pathExtensions(host).map((extension) => path + extension), path];
}

/** The first file on the search path that the command means. */
export function findOnPath(host: Host, command: string): string | undefined {
  for (const entry of searchPath(host.env, host.platform).split(host.path.delimiter)) {
    const directory = host.platform === 'win32' ? entry.replaceAll('"', '') : entry;
    // An empty entry would mean the current directory, which is no place to take programs from.
    if (directory === '') continue;
    for (const path of candidates(host, host.path.resolve(host.cwd, directory, command))) {
      if (executableProblem(host, path) === undefined) return path;
    }
  }
  return undefined;
}

function isWindowsExecutable(host: Host, path: string): boolean {
  return WINDOWS_EXTENSIONS.includes(host.path.extname(path).toLowerCase());
}

/** `PATHEXT` names more than can be started without a shell (.JS, .VBS), so only ours are taken. */
function pathExtensions(host: Host): readonly string[] {
  const name = Object.keys(host.env).find((key) => key.toUpperCase() === 'PATHEXT');
  const given = (name === undefined ? undefined : host.env[name])?.toLowerCase().split(';') ?? [];
  const known = given.filter((extension) => WINDOWS_EXTENSIONS.includes(extension));
  return known.length > 0 ? known : WINDOWS_EXTENSIONS;
}
