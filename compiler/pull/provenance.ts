import crypto from 'node:crypto';
import { BUNDLE } from '../load/schema-folder.js';
import type { Dump } from './runtime.js';

const COMMANDS = {
  stable: 'codex app-server generate-json-schema --out DIR',
  experimental: 'codex app-server generate-json-schema --experimental --out DIR',
} as const;

export const PROVENANCE = 'provenance.json';

/** The files of a schema folder that a runtime decides on, by path; null for what it does not have. */
export function schemaFiles(dump: Dump): ReadonlyMap<string, string | null> {
  return new Map([
    [`stable/${BUNDLE}`, dump.stable],
    [`experimental/${BUNDLE}`, dump.experimental],
    [PROVENANCE, provenanceText(dump)],
  ]);
}

/** `provenance.json`: nothing in it depends on when or where the schema was pulled. */
function provenanceText(dump: Dump): string {
  const { experimental } = dump;
  const provenance = {
    runtimeVersion: dump.runtimeVersion,
    source: dump.source,
    ...(dump.integrity !== null && { integrity: dump.integrity }),
    binarySha256: dump.binarySha256,
    commands: {
      stable: COMMANDS.stable,
      ...(experimental !== null && { experimental: COMMANDS.experimental }),
    },
    sha256: {
      ...(experimental !== null && { [`experimental/${BUNDLE}`]: sha256(experimental) }),
      [`stable/${BUNDLE}`]: sha256(dump.stable),
    },
  };
  return `${JSON.stringify(provenance, null, 2)}\n`;
}

export function sha256(text: string): string {
  return crypto.createHash('sha256').update(text).digest('hex');
}
