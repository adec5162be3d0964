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
    const meant = nearest(key, known);
    const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
    const voice =
      meant !== undefined && key.includes('_') && key !== meant
        ? ' (for snake_case names import from codex-app-server-sdk/snake_case)'
        : '';
    throw invalidParams(method, `unknown option \`${key}\`${hint}${voice}`);
  }
}
