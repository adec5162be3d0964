/** The candidate most like `name`, or undefined if none is near enough to be meant. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(name);
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, fold(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? containing(wanted, candidates);
}

/** Words of fewer letters are in too many others. */
const minPart = 4;

/** The shortest candidate that the word is a part of: `search` may mean `searchTerm`. */
function containing(wanted: string, candidates: Iterable<string>): string | undefined {
  if (wanted.length < minPart) return undefined;
  const longer = [...candidates].filter((candidate) => fold(candidate).includes(wanted));
  return longer.toSorted((a, b) => a.length - b.length)[0];
}

/** Spelling conventions fall away: `approval_policy` and `approvalPolicy` are one word. */
function fold(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** Edits (insert, delete, replace) between two words, or at least `limit` when there are more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replace = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const remove = (previous[column] ?? 0) + 1;
      const insert = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replace, remove, insert));
    }
    previous = current;
  }
  return previous[b.length] ?? limit;
}
