/** What two lists have in common, and what only one of them has. */
export interface Pairing<T> {
  readonly pairs: readonly (readonly [T, T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** Pairs the items that go by the same key; of several with one key, in their order. */
export function pairUp<T>(
  a: readonly T[],
  b: readonly T[],
  keyOf: (item: T) => string,
): Pairing<T> {
  const waiting = new Map<string, T[]>();
  for (const item of b) {
    const key = keyOf(item);
    waiting.set(key, [...(waiting.get(key) ?? []), item]);
  }
  const pairs: [T, T][] = [];
  const removed: T[] = [];
  for (const item of a) {
    const twin = waiting.get(keyOf(item))?.shift();
    if (twin === undefined) removed.push(item);
    else pairs.push([item, twin]);
  }
  return { pairs, removed, added: [...waiting.values()].flat() };
}

/**
 * Moves those to the pairs that likely are one thing under two names: each has to be the other's
 * clearly best match.
 *
 * @param score how alike two items are; 0 for not at all
 */
export function pairLikely<T>(
  { pairs, removed, added }: Pairing<T>,
  score: (removed: T, added: T) => number,
): Pairing<T> {
  const scores = removed.map((item) => added.map((other) => score(item, other)));
  const best = (row: readonly number[]): number => {
    const top = Math.max(0, ...row);
    const winners = row.filter((value) => value === top);
    return top > 0 && winners.length === 1 ? row.indexOf(top) : -1;
  };
  const renamed: [T, T][] = [];
  for (const [index, item] of removed.entries()) {
    const match = best(scores[index] ?? []);
    const other = added[match];
    if (other === undefined) continue;
    const column = scores.map((row) => row[match] ?? 0);
    if (best(column) === index) renamed.push([item, other]);
  }
  const gone = new Set(renamed.map(([item]) => item));
  const come = new Set(renamed.map(([, other]) => other));
  return {
    pairs: [...pairs, ...renamed],
    removed: removed.filter((item) => !gone.has(item)),
    added: added.filter((item) => !come.has(item)),
  };
}
