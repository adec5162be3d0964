import { CODEX_PACKAGE } from '../system/platforms.js';
import { canonicalJson, isJsonObject, type JsonObject } from '../util/json.js';
import { packagesOf, placeOf, platformsOf } from './complete-lock.js';

/** What pinning another runtime did to a lock file, beside the runtime. */
export interface LockChanges {
  /** Packages that came with the runtime, as places in `node_modules`. */
  readonly added: readonly string[];
  /** Packages that have nothing to do with the runtime, and changed all the same. */
  readonly foreign: readonly string[];
}

/** Compares two lock files entry by entry. */
export function lockChanges(before: string, after: string): LockChanges {
  const [old, current] = [before, after].map((text) => packagesOf(JSON.parse(text) as JsonObject));
  if (old === undefined || current === undefined) return { added: [], foreign: [] };
  const platforms = [...platformsOf(old).keys(), ...platformsOf(current).keys()];
  const own = new Set([CODEX_PACKAGE, ...platforms].map(placeOf));
  const others = [...new Set([...Object.keys(old), ...Object.keys(current)])].filter(
    (place) => !own.has(place) && text(place, old) !== text(place, current),
  );
  const isAdded = (place: string): boolean => old[place] === undefined;
  return {
    added: others.filter(isAdded),
    foreign: others
      .filter((place) => !isAdded(place))
      .map((place) => place || 'the project itself'),
  };
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
