import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MANIFEST } from '../../../generated/manifest.js';
import type { CompilerInputs } from '../../../compiler/compile.js';
import type { SourceDocument } from '../../../compiler/load/parse-json.js';
import { BUILTIN_OVERLAY } from '../../../compiler/overlay/builtin.js';

const BUNDLE = 'codex_app_server_protocol.schemas.json';

/** The inputs of the schema that the project pins. */
export function pinnedInputs(): CompilerInputs {
  const read = (path: string): SourceDocument => ({ path, text: readFileSync(path, 'utf8') });
  return {
    surface: read(`schema/experimental/${BUNDLE}`),
    stable: read(`schema/stable/${BUNDLE}`),
    overlays: [BUILTIN_OVERLAY],
    provenance: read('schema/provenance.json'),
  };
}

/** Runtimes whose schemas are kept to show that the compiler is not made for one of them. */
export const KEPT_RUNTIMES = ['0.115.0', '0.130.0', '0.148.0', '0.166.0', '0.169.0'] as const;

export type KeptRuntime = (typeof KEPT_RUNTIMES)[number];

/** Those of them that are not pinned. */
export const OTHER_RUNTIMES: readonly KeptRuntime[] = KEPT_RUNTIMES.filter(
  (version) => version !== (MANIFEST.runtimeVersion as string),
);

export function inputsOf(version: KeptRuntime): CompilerInputs {
  const read = (surface: string): SourceDocument => {
    const path = `test/compiler/fixtures/runtimes/${version}.${surface}.json.gz`;
    return { path, text: gunzipSync(readFileSync(path)).toString('utf8') };
  };
  return {
    surface: read('experimental'),
    stable: read('stable'),
    overlays: [BUILTIN_OVERLAY],
    provenance: null,
  };
}
