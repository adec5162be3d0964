import { rpcError } from '../errors.js';

export interface PageParams {
  readonly cursor?: string | null | undefined;
  readonly limit?: number | null | undefined;
  readonly sortDirection?: 'asc' | 'desc' | null | undefined;
}

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
  backwardsCursor: string | null;
}

/** How many entries a page has that does not say. */
const defaultLimit = 25;

/** A page of what is given in ascending order. Cursors say how many entries come before it. */
export function pageOf<T>(ascending: readonly T[], params: PageParams): Page<T> {
  const { cursor, limit, sortDirection } = params;
  const all = sortDirection === 'desc' ? ascending.toReversed() : ascending;
  const start = cursor === undefined || cursor === null ? 0 : offsetOf(cursor);
  const end = start + (limit ?? defaultLimit);
  return {
    data: all.slice(start, end),
    nextCursor: end < all.length ? `after:${String(end)}` : null,
    backwardsCursor: null,
  };
}

function offsetOf(cursor: string): number {
  const offset = /^after:(\d+)$/.exec(cursor)?.[1];
  if (offset === undefined) throw rpcError(-32600, `invalid cursor: ${cursor}`);
  return Number(offset);
}
