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

/** How many entries a page has that does not say, and how many it has at most. */
const defaultLimit = 25;
const maxLimit = 100;

/**
 * A page of what is given in ascending order. A cursor names the place of an entry, so that pages fit
 * together while entries come and go: `after` is for what follows it, `from` for the way back, which
 * begins with the entry itself.
 *
 * @param placeOf A number that ascends with the entries; by default their index.
 */
export function pageOf<T>(
  ascending: readonly T[],
  params: PageParams,
  placeOf: (entry: T, index: number) => number = (_entry, index) => index,
): Page<T> {
  const { cursor, sortDirection } = params;
  const placed = ascending.map((entry, index) => ({ entry, place: placeOf(entry, index) }));
  const all = sortDirection === 'desc' ? placed.toReversed() : placed;
  const rest = cursor === undefined || cursor === null ? all : all.filter(startAt(cursor, params));
  const data = rest.slice(0, limitOf(params));
  const [first, last] = [data[0], data.at(-1)];
  return {
    data: data.map(({ entry }) => entry),
    nextCursor: last && data.length < rest.length ? `after:${String(last.place)}` : null,
    backwardsCursor: first ? `from:${String(first.place)}` : null,
  };
}

/** How many entries a page has, as the runtime understands it: 0 is 1. */
export function limitOf({ limit }: Pick<PageParams, 'limit'>): number {
  return Math.min(Math.max(limit ?? defaultLimit, 1), maxLimit);
}

export function invalidCursor(cursor: string): Error {
  return rpcError(-32600, `invalid cursor: ${cursor}`);
}

function startAt(
  cursor: string,
  { sortDirection }: PageParams,
): (entry: { readonly place: number }) => boolean {
  const [, word, digits] = /^(after|from):(\d+)$/.exec(cursor) ?? [];
  if (digits === undefined) throw invalidCursor(cursor);
  const anchor = Number(digits);
  return ({ place }) => {
    if (place === anchor) return word === 'from';
    return sortDirection === 'desc' ? place < anchor : place > anchor;
  };
}
