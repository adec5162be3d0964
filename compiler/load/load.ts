import type { Report } from '../diagnostics/report.js';
import { isJsonObject, type Json } from '../util/json.js';
import type { Pointer } from '../util/pointer.js';
import type { Overlay } from '../overlay/overlay.js';
import { checkDraft } from './check-draft.js';
import { correctProperties } from './correct-properties.js';
import { checkCycles } from './cycles.js';
import { collectDefinitions } from './definitions.js';
import { parseJson, type SourceDocument } from './parse-json.js';
import { parseSchema } from './parse-schema.js';
import { checkReferences } from './references.js';
import type { SchemaNode } from './schema-node.js';

/** One named schema of a bundle. */
export interface Definition {
  readonly pointer: Pointer;
  readonly scope: readonly string[];
  readonly name: string;
  readonly schema: SchemaNode;
  /** The schema as it was written, but for corrected names. */
  readonly json: Json;
}

/** One schema dump: every definition by its place. */
export interface Bundle {
  readonly path: string;
  readonly definitions: ReadonlyMap<Pointer, Definition>;
  /** The corrections of the overlay that it needed. */
  readonly corrected: ReadonlySet<string>;
}

/** Reads a bundle: JSON, draft-07, nothing unknown, no reference into the void or in a circle. */
export function loadBundle(document: SourceDocument, overlay: Overlay, report: Report): Bundle {
  const path = document.path;
  const empty: Bundle = { path, definitions: new Map(), corrected: new Set() };
  const json = parseJson(document, report);
  if (json === undefined) return empty;
  if (!isJsonObject(json) || !isJsonObject(json['definitions'])) {
    report.error('invalid-schema', path, 'Not a schema bundle: no `definitions` at its root');
    return empty;
  }
  const written = collectDefinitions(json);
  if (!checkDraft(path, written, report)) return empty;
  const { definitions: raw, applied } = correctProperties(written, overlay.properties);

  const definitions = new Map(
    raw.map((definition) => {
      const { pointer, json: schema } = definition;
      return [
        pointer,
        { ...definition, schema: parseSchema(schema, pointer, locate(path, report)) },
      ];
    }),
  );
  checkReferences(
    [...definitions.values()].map((definition) => definition.schema),
    definitions,
    path,
    report,
  );
  checkCycles(definitions, path, report);
  return { path, definitions, corrected: applied };
}

/** Adds the file to the places that a phase reports. */
export function locate(path: string, report: Report): Report {
  return {
    error: (code, pointer, message) => report.error(code, `${path}${pointer}`, message),
    warning: (code, pointer, message) => report.warning(code, `${path}${pointer}`, message),
  };
}
