import type { SearchedPlace } from './errors.js';
import { executableProblem } from './executable.js';
import type { Host } from './host.js';
import { platformNames, type PlatformNames } from './platform.js';

/** A binary out of an npm package. */
export interface BundledBinary {
  readonly path: string;
  /** The directory with the programs that the runtime calls, to be put on its `PATH`. */
  readonly pathDirectory?: string;
}

const CODEX_PACKAGE = '@openai/codex';

/** Looks for an installed package that carries only the runtime. */
export function findRuntimePackage(
  host: Host,
  searched: SearchedPlace[],
): BundledBinary | undefined {
  const names = platformNames(host.platform, host.arch);
  // What is unsupported is told once, where the pinned package is looked for.
  if (names === undefined) return undefined;
  const root = findPackage(host, names.runtimePackage, host.origins);
  return inspect(host, names, names.runtimePackage, root, searched);
}

/** Looks for the binary of the `@openai/codex` package that the SDK depends on. */
export function findCodexPackage(host: Host, searched: SearchedPlace[]): BundledBinary | undefined {
  const names = platformNames(host.platform, host.arch);
  if (names === undefined) {
    const problem = `there is no runtime for ${host.platform} on ${host.arch}`;
    searched.push({ place: CODEX_PACKAGE, problem });
    return undefined;
  }
  const codexRoot = findPackage(host, CODEX_PACKAGE, host.origins);
  // The platform package is a dependency of @openai/codex: a strict package manager shows it only
  // to that, at its real place.
  const origins =
    codexRoot === undefined
      ? host.origins
      : [host.path.join(host.realpath(codexRoot), 'package.json'), ...host.origins];
  const root = findPackage(host, names.codexPackage, origins);
  if (root === undefined && codexRoot !== undefined) {
    const problem =
      'is not installed, though @openai/codex is: was it installed with --omit=optional, or elsewhere?';
    searched.push({ place: names.codexPackage, problem });
    return undefined;
  }
  return inspect(host, names, names.codexPackage, root, searched);
}

function findPackage(host: Host, name: string, origins: readonly string[]): string | undefined {
  for (const origin of origins) {
    const manifest = host.resolve(`${name}/package.json`, origin);
    if (manifest !== undefined) return host.path.dirname(manifest);
  }
  return undefined;
}

function inspect(
  host: Host,
  names: PlatformNames,
  place: string,
  root: string | undefined,
  searched: SearchedPlace[],
): BundledBinary | undefined {
  if (root === undefined) {
    searched.push({ place, problem: 'is not installed' });
    return undefined;
  }
  const target = outsideOfArchive(host.path.join(root, 'vendor', names.triple));
  const path = host.path.join(target, 'bin', names.executable);
  const problem = executableProblem(host, path);
  if (problem !== undefined) {
    searched.push({ place, path, problem });
    return undefined;
  }
  const pathDirectory = host.path.join(target, 'codex-path');
  return host.kind(pathDirectory) === 'directory' ? { path, pathDirectory } : { path };
}

/** Electron shows files inside an .asar archive, but only those unpacked beside it can be run. */
function outsideOfArchive(path: string): string {
  return path.replace(/\.asar(?=[\\/])/, '.asar.unpacked');
}
