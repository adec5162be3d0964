import type { CompiledModel } from '../compile.js';
import { inspectOverlay, type OverlayRow } from '../inspect/overlay.js';

/** What a bump made of entries of the overlay that had an effect before: they may have served out. */
export function overlayNotes(before: CompiledModel, after: CompiledModel): readonly OverlayRow[] {
  const keyOf = ({ section, entry }: OverlayRow): string => `${section} ${entry}`;
  const effects = new Map(inspectOverlay(before).map((row) => [keyOf(row), row.effect]));
  return inspectOverlay(after).filter(
    (row) => row.effect !== 'applied' && effects.get(keyOf(row)) !== row.effect,
  );
}
