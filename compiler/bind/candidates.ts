import { sortedBy } from '../util/order.js';
import { words } from '../util/words.js';

/** The words of a name in a form that does not depend on number or on the word for reading. */
export function wordSet(name: string): ReadonlySet<string> {
  return new Set(words(name).map((word) => (word === 'get' ? 'read' : singular(word))));
}

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && /[^isu]s$/.test(word) ? word.slice(0, -1) : word;
}

export function isSubset(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  return [...inner].every((word) => outer.has(word));
}

/** At most three names, those first that share the most words with a method. */
export function likeliest(method: string, names: Iterable<string>): string[] {
  const wanted = wordSet(method);
  const score = (name: string): number => {
    const found = wordSet(name);
    const shared = [...found].filter((word) => wanted.has(word)).length;
    return shared / (wanted.size + found.size - shared);
  };
  return sortedBy(names, (name) => name)
    .map((name) => ({ name, score: score(name) }))
    .filter((candidate) => candidate.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map((candidate) => candidate.name);
}
