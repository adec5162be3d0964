import { posix, win32 } from 'node:path';
import type { Host } from '../../runtime/process/host.js';

interface FakeMachine {
  readonly platform?: string;
  readonly arch?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Paths of files: `'x'` may be run, `'-'` may not. */
  readonly files?: Readonly<Record<string, 'x' | '-'>>;
  readonly directories?: readonly string[];
  /** From → to, as of links. */
  readonly links?: Readonly<Record<string, string>>;
  readonly origins?: readonly string[];
  readonly cwd?: string;
}

/** A machine out of data: its packages are found in `node_modules` upwards, as Node does it. */
export function fakeHost(machine: FakeMachine): Host {
  const { platform = 'linux', arch = 'x64', env = {}, files = {}, links = {} } = machine;
  const path = platform === 'win32' ? win32 : posix;
  const root = platform === 'win32' ? 'C:\\' : '/';
  const exists = (file: string): boolean => Object.hasOwn(files, file);
  return {
    platform,
    arch,
    env,
    path,
    cwd: machine.cwd ?? path.join(root, 'here'),
    origins: machine.origins ?? [path.join(root, 'app', 'node_modules', 'sdk', 'dist', 'index.js')],
    kind(file) {
      if (exists(file)) return 'file';
      return machine.directories?.includes(file) === true ? 'directory' : 'missing';
    },
    mayExecute: (file) => files[file] === 'x',
    realpath: (file) => links[file] ?? file,
    resolve(specifier, from) {
      for (let at = path.dirname(from); ; at = path.dirname(at)) {
        const file = path.join(at, 'node_modules', ...specifier.split('/'));
        if (exists(file)) return file;
        if (at === path.dirname(at)) return undefined;
      }
    },
  };
}
