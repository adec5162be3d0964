import { CODEX_PACKAGE } from '../system/platforms.js';
import { canonicalJson, isJsonObject, type JsonObject } from '../util/json.js';

/** What pinning another runtime did to a lock file. */
export interface LockChanges {
  /** Packages that came with the runtime, as places in `node_modules`. */
  readonly added: readonly string[];
  /** Packages that have nothing to do with the runtime, and changed all the same. */
  readonly foreign: readonly string[];
  /** Packages that the runtime names for its platforms, but that could not be had. */
  readonly missing: readonly string[];
}

const RUNTIME = `node_modules/${CODEX_PACKAGE}`;

/** Compares two lock files entry by entry. */
export function lockChanges(before: string, after: string): LockChanges {
  const [old, current] = [packagesOf(before), packagesOf(after)];
  const platforms = [...platformsOf(old), ...platformsOf(current)];
  const own = new Set([RUNTIME, ...platforms.map(placeOf)]);
  const others = [...new Set([...Object.keys(old), ...Object.keys(current)])].filter(
    (place) => !own.has(place) && text(place, old) !== text(place, current),
  );
  const isAdded = (place: string): boolean => old[place] === undefined;
  return {
    added: others.filter(isAdded),
    foreign: others
      .filter((place) => !isAdded(place))
      .map((place) => place || 'the project itself'),
    missing: platformsOf(current).filter((name) => current[placeOf(name)] === undefined),
  };
}

function packagesOf(lock: string): JsonObject {
  const packages = (JSON.parse(lock) as JsonObject)['packages'];
  return isJsonObject(packages) ? packages : {};
}

function platformsOf(packages: JsonObject): string[] {
  const runtime = packages[RUNTIME];
  const optional = isJsonObject(runtime) ? runtime['optionalDependencies'] : undefined;
  return isJsonObject(optional) ? Object.keys(optional) : [];
}

function placeOf(name: string): string {
  return `node_modules/${name}`;
}

/** An entry as text that is equal for equal entries, whatever runtime the project itself is pinned to. */
function text(place: string, packages: JsonObject): string {
  const entry = packages[place];
  if (entry === undefined) return '';
  const dependencies = isJsonObject(entry) ? entry['dependencies'] : undefined;
  if (place !== '' || !isJsonObject(entry) || !isJsonObject(dependencies))
    return canonicalJson(entry);
  const { [CODEX_PACKAGE]: _pinned, ...others } = dependencies;
  return canonicalJson({ ...entry, dependencies: others });
}
