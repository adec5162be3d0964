import { CODEX_PACKAGE, PLATFORMS } from '../system/platforms.js';
import { isJsonObject, type Json, type JsonObject } from '../util/json.js';

const RUNTIME = `node_modules/${CODEX_PACKAGE}`;

/** The packages that the runtime names for its platforms, but that a lock file has no entry for. */
export function missingPlatforms(lock: string): string[] {
  const packages = packagesOf(JSON.parse(lock) as JsonObject);
  return [...platformsOf(packages).keys()].filter((name) => packages[placeOf(name)] === undefined);
}

/**
 * A lock file with an entry for every platform. npm leaves out what a registry does not have, and then
 * `npm ci` refuses the file for good; an entry without a checksum is what npm itself writes where it
 * knows none, and is looked up only where the platform is that one.
 */
export function completeLock(text: string): string {
  const lock = JSON.parse(text) as JsonObject;
  const packages = packagesOf(lock);
  const missing = missingPlatforms(text);
  if (missing.length === 0) return text;
  const specs = platformsOf(packages);
  const entries = missing.map((name) => [placeOf(name), entryOf(name, specs, packages)] as const);
  const completed = Object.fromEntries(
    [...Object.entries(packages), ...entries].sort(([a], [b]) => a.localeCompare(b, 'en')),
  );
  const indent = /^\{\r?\n([ \t]+)/.exec(text)?.[1] ?? '  ';
  return `${JSON.stringify({ ...lock, packages: completed }, null, indent)}\n`;
}

/** The packages of a lock file by their place. */
export function packagesOf(lock: JsonObject): JsonObject {
  const packages = lock['packages'];
  return isJsonObject(packages) ? packages : {};
}

/** What the runtime says about its platforms: `npm:@openai/codex@0.169.0-linux-x64`, by package name. */
export function platformsOf(packages: JsonObject): ReadonlyMap<string, string> {
  const runtime = packages[RUNTIME];
  const optional = isJsonObject(runtime) ? runtime['optionalDependencies'] : undefined;
  const specs = isJsonObject(optional) ? Object.entries(optional) : [];
  return new Map(specs.flatMap(([name, spec]) => (typeof spec === 'string' ? [[name, spec]] : [])));
}

export function placeOf(name: string): string {
  return `node_modules/${name}`;
}

/** An entry in the order of npm. What the packages of all platforms have in common, the runtime has too. */
function entryOf(name: string, specs: ReadonlyMap<string, string>, packages: JsonObject): Json {
  const platform = PLATFORMS.find(({ key }) => name === `${CODEX_PACKAGE}-${key}`);
  const alias = /^npm:(.+)@([^@]+)$/.exec(specs.get(name) ?? '');
  const runtime = packages[RUNTIME];
  const { license, engines } = isJsonObject(runtime) ? runtime : {};
  return {
    ...(alias?.[1] !== undefined && { name: alias[1] }),
    version: alias?.[2] ?? specs.get(name) ?? '',
    ...(platform && { cpu: [platform.cpu] }),
    ...(license !== undefined && { license }),
    optional: true,
    ...(platform && { os: [platform.os] }),
    ...(engines !== undefined && { engines }),
  };
}
