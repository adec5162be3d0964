import overlay from '../../schema/overlay.json' with { type: 'json' };
import type { SourceDocument } from '../load/parse-json.js';

/** The overlay that ships with the compiler. It applies to every schema. */
export const BUILTIN_OVERLAY: SourceDocument = {
  path: 'overlay.json',
  text: JSON.stringify(overlay),
};
