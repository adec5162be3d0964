import { METHODS } from '../../generated/methods.js';
import type { RequestMethod } from '../../generated/protocol.js';
import { nearest } from '../util/nearest.js';
import { invalidParams } from './invalid-params.js';

/**
 * Rejects keys that neither the schema nor the facade knows. The server would ignore them in
 * silence, and with them perhaps a safety setting.
 */
export function checkKeys(
  method: RequestMethod,
  options: object,
  facadeKeys: readonly string[],
  hiddenKeys: readonly string[] = [],
): void {
  const { keys } = METHODS[method];
  if (keys === null) return;
  const known = new Set<string>([...keys, ...facadeKeys]);
  for (const hidden of hiddenKeys) known.delete(hidden);
  for (const key of Object.keys(options)) {
    if (known.has(key)) continue;
    const hint = didYouMean(key, known);
    const voice =
      hint !== '' && key.includes('_')
        ? ' (for snake_case names import from codex-app-server-sdk/snake_case)'
        : '';
    throw invalidParams(method, `unknown option \`${key}\`${hint}${voice}`);
  }
}

/** What to add to the message about an unknown name: the known one that was perhaps meant. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `; did you mean \`${meant}\`?`;
}
