import type { Notification } from '../bind/method.js';
import type { DocParts } from './docs.js';

/** The doc of a method: its own. The types beside it have theirs. */
export function methodDoc(method: Notification): DocParts {
  return { doc: method.doc, stability: method.stability };
}
