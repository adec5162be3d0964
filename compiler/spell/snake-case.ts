import type { Overlay } from '../overlay/overlay.js';
import { nameParts, words } from '../util/words.js';

const CAMEL_CASE = /^[a-z][A-Za-z0-9]*$/;

/**
 * The snake_case spelling of a name. Only camelCase is respelled: names that are spelled otherwise
 * on the wire (`_meta`, `ca-certificate`, `PreToolUse`) are so on purpose and stay.
 */
export function snakeCase(name: string, overlay: Overlay): string {
  const corrected = overlay.snakeNames.get(name)?.name;
  if (corrected !== undefined) return corrected;
  return CAMEL_CASE.test(name) ? words(name).join('_') : name;
}

/** One snake_case identifier made of all segments of a method (`turns/list` → `turns_list`). */
export function joinSnakeCase(method: string, overlay: Overlay): string {
  return method
    .split('/')
    .flatMap(nameParts)
    .map((part) => overlay.snakeNames.get(part)?.name ?? words(part).join('_'))
    .join('_');
}
