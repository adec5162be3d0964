import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix, win32, type PlatformPath } from 'node:path';
import type { Environment } from './environment.js';

/**
 * What finding the runtime needs to know of the machine, in one place, so that the rules of every
 * platform can be tested on any.
 */
export interface Host {
  readonly platform: string;
  readonly arch: string;
  readonly env: Environment;
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** The path rules of the platform. */
  readonly path: PlatformPath;
  /** The files or URLs whose packages are looked at, in order: this module, the program's main file. */
  readonly origins: readonly string[];
  /** What is at a path, following links. */
  kind(path: string): 'file' | 'directory' | 'other' | 'missing';
  /** True if this user may run the file. */
  mayExecute(path: string): boolean;
  /** The path without links, or the path itself if that cannot be told. */
  realpath(path: string): string;
  /** The file that an import specifier means, seen from a file or URL. */
  resolve(specifier: string, from: string): string | undefined;
}

/** The machine that this program runs on. */
export function nodeHost(env: Environment): Host {
  return {
    platform: process.platform,
    arch: process.arch,
    env,
    cwd: process.cwd(),
    path: process.platform === 'win32' ? win32 : posix,
    origins: [import.meta.url, process.argv[1]].filter((origin) => origin !== undefined),
    kind,
    mayExecute,
    realpath,
    resolve,
  };
}

function kind(path: string): ReturnType<Host['kind']> {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'directory' : 'other';
  } catch {
    // Such as EACCES on a parent or ENOTDIR: for us nothing is there.
    return 'missing';
  }
}

function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function realpath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function resolve(specifier: string, from: string): string | undefined {
  try {
    // Made here and not at import time: single-file executables have no file to resolve from.
    return createRequire(from).resolve(specifier);
  } catch {
    return undefined;
  }
}
