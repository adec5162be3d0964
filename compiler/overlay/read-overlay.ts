import { Ajv } from 'ajv';
import type { Report } from '../diagnostics/report.js';
import { parseJson, type SourceDocument } from '../load/parse-json.js';
import { EMPTY_OVERLAY, type Overlay } from './overlay.js';
import { OVERLAY_SCHEMA } from './overlay-schema.js';

/** Reads overlays and merges them, a later one winning over an earlier one. */
export function readOverlays(documents: readonly SourceDocument[], report: Report): Overlay {
  const fits = new Ajv({ allErrors: true }).compile<Partial<Overlay>>(OVERLAY_SCHEMA);
  let merged = EMPTY_OVERLAY;
  for (const document of documents) {
    const json = parseJson(document, report);
    if (json === undefined) continue;
    if (fits(json)) {
      merged = {
        results: { ...merged.results, ...json.results },
        lanes: { ...merged.lanes, ...json.lanes },
        docs: { ...merged.docs, ...json.docs },
        properties: { ...merged.properties, ...json.properties },
        names: { ...merged.names, ...json.names },
        snakeNames: { ...merged.snakeNames, ...json.snakeNames },
        opaque: { ...merged.opaque, ...json.opaque },
      };
      continue;
    }
    for (const error of fits.errors ?? [])
      report.error(
        'invalid-overlay',
        `${document.path}#${error.instancePath}`,
        `The entry ${error.message ?? 'does not fit'}`,
      );
  }
  return merged;
}
