import { ConfigurationError } from '../util/configuration-error.js';
import { findCodexPackage, findRuntimePackage } from './bundled.js';
import type { Environment } from './environment.js';
import { CodexNotFoundError, type SearchedPlace } from './errors.js';
import { candidates, executableProblem, findOnPath, isPathLike } from './executable.js';
import { nodeHost, type Host } from './host.js';

/** The runtime's binary and where it came from. */
export interface LocatedBinary {
  /** An absolute path. */
  readonly path: string;
  readonly source: 'codexBin' | 'CODEX_BIN' | 'runtime-package' | 'codex-package' | 'PATH';
  /** A directory to put first on the child's `PATH`; only with a binary out of a package. */
  readonly pathDirectory?: string;
}

export interface LocateOptions {
  /** The binary to use: a path, or the name of a command on `PATH`. Default: the search below. */
  readonly codexBin?: string | undefined;
  /** The environment to look into: `CODEX_BIN`, `PATH`. Default: that of this process. */
  readonly env?: Environment | undefined;
}

const REMEDY =
  'To mend it: install again with optional dependencies (not with --omit=optional), so that ' +
  '@openai/codex brings its binary along; or name a binary of your own with the codexBin option or ' +
  'the CODEX_BIN environment variable.';

/**
 * Finds the runtime's binary. The first that is given decides: `codexBin`, `CODEX_BIN` in the
 * environment, an installed runtime package for this platform, the `@openai/codex` package that the
 * SDK is pinned to, `codex` on `PATH`.
 *
 * @throws CodexNotFoundError if there is none, and also if `codexBin` or `CODEX_BIN` is given and
 *   cannot be run: a choice that was made is never replaced by another.
 */
export function locateCodex(
  options: LocateOptions = {},
  host: Host = nodeHost(options.env ?? process.env),
): LocatedBinary {
  const { codexBin } = options;
  if (codexBin !== undefined) {
    if (typeof codexBin !== 'string') throw new ConfigurationError('codexBin must be a string');
    return { path: resolveCommand(host, codexBin, 'codexBin'), source: 'codexBin' };
  }
  const fromEnvironment = host.env['CODEX_BIN'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    return { path: resolveCommand(host, fromEnvironment, 'CODEX_BIN'), source: 'CODEX_BIN' };
  }
  const searched: SearchedPlace[] = [
    { place: 'codexBin', problem: 'not given' },
    { place: 'CODEX_BIN', problem: 'not set' },
  ];
  const runtimePackage = findRuntimePackage(host, searched);
  if (runtimePackage !== undefined) return { ...runtimePackage, source: 'runtime-package' };
  const codexPackage = findCodexPackage(host, searched);
  if (codexPackage !== undefined) return { ...codexPackage, source: 'codex-package' };
  const onPath = findOnPath(host, 'codex');
  if (onPath !== undefined) return { path: onPath, source: 'PATH' };
  searched.push({ place: 'PATH', problem: 'has no codex that can be run' });
  throw new CodexNotFoundError('The Codex runtime was not found. Looked at:', searched, REMEDY);
}

/**
 * The absolute path of a program that the user named, by its path or as a command on `PATH`.
 *
 * @throws CodexNotFoundError if it cannot be run; `place` says in it who named the program.
 */
export function resolveCommand(host: Host, command: string, place: string): string {
  if (!isPathLike(host, command)) {
    const found = findOnPath(host, command);
    if (found !== undefined) return found;
    throw notFound(place, { place, path: command, problem: 'is not a command on PATH' });
  }
  const path = host.path.resolve(host.cwd, command);
  for (const candidate of candidates(host, path)) {
    if (executableProblem(host, candidate) === undefined) return candidate;
  }
  throw notFound(place, {
    place,
    path,
    problem: executableProblem(host, path) ?? 'does not exist',
  });
}

function notFound(place: string, searched: SearchedPlace): CodexNotFoundError {
  return new CodexNotFoundError(
    `${place} names no program that can be run:`,
    [searched],
    `To mend it: correct ${place}, or leave it out to use the runtime that comes with the SDK. ` +
      'A program in the current directory is written as ./name.',
  );
}
