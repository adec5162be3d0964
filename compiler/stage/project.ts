import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { CODEX_PACKAGE } from '../system/platforms.js';
import { isJsonObject, type JsonObject } from '../util/json.js';

/** The repository of the SDK, as far as its package.json tells. */
export interface Project {
  readonly root: string;
  readonly manifest: JsonObject;
  readonly name: string;
  readonly version: string;
  /** The runtime that it depends on, as package.json states it. */
  readonly pinned: string;
}

/** Reads the project in a folder; null if it is none that depends on the runtime. */
export function readProject(root: string, report: Report): Project | null {
  const file = path.join(root, 'package.json');
  const manifest = readJsonFile(file);
  const dependencies = manifest?.['dependencies'];
  const pinned = isJsonObject(dependencies) ? dependencies[CODEX_PACKAGE] : undefined;
  const [name, version] = [manifest?.['name'], manifest?.['version']];
  if (
    manifest &&
    typeof pinned === 'string' &&
    typeof name === 'string' &&
    typeof version === 'string'
  )
    return { root, manifest, name, version, pinned };
  report.error('not-the-project', file, `No package that depends on ${CODEX_PACKAGE}`);
  return null;
}

/** The object in a JSON file; null if there is no such file or no such object. */
export function readJsonFile(file: string): JsonObject | null {
  try {
    const json: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return isJsonObject(json) ? json : null;
  } catch {
    return null;
  }
}
