import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { isJsonObject } from '../util/json.js';
import {
  CODEX_PACKAGE,
  platformOf,
  runtimePackageName,
  type Platform,
} from '../system/platforms.js';
import type { Surroundings } from '../system/surroundings.js';
import type { Runtime } from './runtime.js';

/** The runtime that is installed in the project, as the client would find it; null if there is none. */
export function installedRuntime(around: Surroundings): Runtime | null {
  const platform = platformOf(around);
  if (platform === undefined) return null;
  const project = path.join(around.cwd, 'package.json');
  const own = packageRoot(runtimePackageName(platform), project);
  if (own !== null) {
    const runtime = runtimeInPackage(own, runtimePackageName(platform), platform);
    if (runtime !== null) return runtime;
  }
  const codex = packageRoot(CODEX_PACKAGE, project);
  // A strict package manager shows the platform's package only to the package that depends on it.
  const seenFrom = codex === null ? project : path.join(fs.realpathSync(codex), 'package.json');
  const name = `${CODEX_PACKAGE}-${platform.key}`;
  const root = packageRoot(name, seenFrom) ?? packageRoot(name, project);
  return root === null ? null : runtimeInPackage(root, CODEX_PACKAGE, platform);
}

/** The runtime of an unpacked npm package; null if there is none for the platform in it. */
export function runtimeInPackage(root: string, name: string, platform: Platform): Runtime | null {
  const binary = binaryIn(path.join(root, 'vendor', platform.triple), platform);
  const manifest = readJson(path.join(root, 'package.json'));
  const version = manifest?.['version'];
  if (binary === null || typeof version !== 'string') return null;
  return {
    binary,
    source: `${name}@${version}`,
    integrity: installedIntegrity(root, version),
    version: version.replace(new RegExp(`-${platform.key}$`), ''),
  };
}

/** Older packages keep the binary in another folder. */
function binaryIn(vendor: string, { exe }: Platform): string | null {
  const places = [path.join('bin', `codex${exe}`), path.join('codex', `codex${exe}`)];
  return (
    places.map((place) => path.join(vendor, place)).find((file) => fs.existsSync(file)) ?? null
  );
}

/** The binary that the user named, by its path or as a command on `PATH`. */
export function givenRuntime(named: string, around: Surroundings, report: Report): Runtime | null {
  const binary = resolveProgram(named, around);
  if (binary === null) {
    report.error('runtime-not-found', named, 'No program that can be run');
    return null;
  }
  return { binary, source: 'codex-bin', integrity: null, version: null };
}

function resolveProgram(named: string, around: Surroundings): string | null {
  const windows = around.platform === 'win32';
  const folders = /[\\/]/.test(named)
    ? [around.cwd]
    : (around.env['PATH'] ?? around.env['Path'] ?? '').split(path.delimiter);
  const names = windows && path.extname(named) === '' ? [`${named}.exe`] : [named];
  for (const folder of folders) {
    if (folder === '') continue;
    for (const name of names) {
      const file = path.resolve(around.cwd, folder, name);
      if (isProgram(file)) return file;
    }
  }
  return null;
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function packageRoot(name: string, from: string): string | null {
  try {
    return path.dirname(createRequire(from).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}

/** The checksum that npm noted when it installed a package; other package managers note none here. */
function installedIntegrity(root: string, version: string): string | null {
  const modules = root.lastIndexOf(`${path.sep}node_modules${path.sep}`);
  if (modules < 0) return null;
  const folder = root.slice(0, modules);
  const key = root
    .slice(modules + 1)
    .split(path.sep)
    .join('/');
  const lock = readJson(path.join(folder, 'node_modules', '.package-lock.json'));
  const packages = lock?.['packages'];
  const entry = isJsonObject(packages) ? packages[key] : undefined;
  if (!isJsonObject(entry) || entry['version'] !== version) return null;
  const integrity = entry['integrity'];
  return typeof integrity === 'string' ? integrity : null;
}

function readJson(file: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return isJsonObject(json) ? json : null;
  } catch {
    return null;
  }
}
