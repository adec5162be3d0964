import type { Json } from '../util/json.js';

/** What the schema says about a thing, sorted out of its prose. */
export interface Doc {
  readonly text: string;
  /** Why not to use it any more, possibly empty; null if nothing is said. */
  readonly deprecated: string | null;
  /** True if the prose says that it may change. */
  readonly experimental: boolean;
  /** What an absent property means; undefined if nothing is said. */
  readonly defaultValue?: Json;
}

export const NO_DOC: Doc = { text: '', deprecated: null, experimental: false };
