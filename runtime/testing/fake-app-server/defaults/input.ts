import type { UserInput } from '../../../../generated/types.js';
import { rpcError } from '../errors.js';

/** Refuses what the runtime refuses of a user's input: it fetches no pictures. */
export function assertInput(input: readonly UserInput[]): void {
  if (!input.some((item) => item.type === 'image' && 'url' in item && /^https?:/i.test(item.url)))
    return;
  const message = 'remote image URLs are not supported; use an inline data URL instead';
  throw rpcError(-32600, message);
}
