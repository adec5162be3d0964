import { Ajv, type ValidateFunction } from 'ajv';
import type { Report } from '../diagnostics/report.js';
import { parseJson, type SourceDocument } from '../load/parse-json.js';
import type { Overlay, OverlayFile } from './overlay.js';
import { OVERLAY_SCHEMA } from './overlay-schema.js';

/** Reads overlays and merges them, a later one winning over an earlier one. */
export function readOverlays(documents: readonly SourceDocument[], report: Report): Overlay {
  const files = documents.flatMap((document) => readOverlay(document, report) ?? []);
  const merge = <S extends keyof Overlay>(section: S): Overlay[S] =>
    new Map(files.flatMap((file) => Object.entries(file[section] ?? {}))) as unknown as Overlay[S];
  return {
    results: merge('results'),
    lanes: merge('lanes'),
    docs: merge('docs'),
    properties: merge('properties'),
    names: merge('names'),
    snakeNames: merge('snakeNames'),
    opaque: merge('opaque'),
  };
}

let compiled: ValidateFunction<OverlayFile> | undefined;

function readOverlay(document: SourceDocument, report: Report): OverlayFile | undefined {
  const json = parseJson(document, report, 'invalid-overlay');
  if (json === undefined) return undefined;
  const fits = (compiled ??= new Ajv({ allErrors: true }).compile<OverlayFile>(OVERLAY_SCHEMA));
  if (fits(json)) return json;
  for (const error of fits.errors ?? [])
    report.error(
      'invalid-overlay',
      `${document.path}#${error.instancePath}`,
      `The entry ${error.message ?? 'does not fit'}`,
    );
  return undefined;
}
