import {
  CODEX_PACKAGE,
  PLATFORMS,
  runtimePackageName,
  type Platform,
} from '../system/platforms.js';
import { isJsonObject, type JsonObject } from '../util/json.js';

/**
 * The package.json of the SDK as it is published: pinned to the runtime packages of all platforms, of
 * which a package manager installs the one that fits. What only the repository needs is left out.
 */
export function sdkManifest(manifest: JsonObject, runtimeVersion: string): JsonObject {
  const { scripts: _scripts, devDependencies: _development, ...kept } = manifest;
  const { [CODEX_PACKAGE]: _codex, ...dependencies } = objectOf(kept['dependencies']);
  const runtimes = PLATFORMS.map((platform) => [runtimePackageName(platform), runtimeVersion]);
  return {
    ...kept,
    dependencies,
    optionalDependencies: {
      ...objectOf(kept['optionalDependencies']),
      ...Object.fromEntries(runtimes),
    },
  };
}

/** The package.json of a package that holds nothing but the runtime for one platform. */
export function runtimeManifest(
  platform: Platform,
  runtimeVersion: string,
  sdk: { readonly name: string; readonly manifest: JsonObject },
): JsonObject {
  const { repository } = sdk.manifest;
  return {
    name: runtimePackageName(platform),
    version: runtimeVersion,
    description: `The Codex runtime for ${platform.key}, for ${sdk.name}`,
    license: 'Apache-2.0',
    ...(repository !== undefined && { repository }),
    os: [platform.os],
    cpu: [platform.cpu],
    files: ['vendor'],
    // Programs cannot be run out of an archive.
    preferUnplugged: true,
  };
}

export function runtimeReadme(platform: Platform, runtimeVersion: string, sdk: string): string {
  return `# ${runtimePackageName(platform)}

The Codex runtime ${runtimeVersion} for ${platform.key}, as its makers publish it in
\`${CODEX_PACKAGE}\`. The package \`${sdk}\` depends on it and finds it by itself; it has no commands
of its own.
`;
}

/** The files that a package.json promises: commands and entries. */
export function promisedFiles(manifest: JsonObject): readonly string[] {
  const bin = manifest['bin'];
  return [...leaves(typeof bin === 'string' ? [bin] : bin), ...leaves(manifest['exports'])];
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value.slice(2)] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
