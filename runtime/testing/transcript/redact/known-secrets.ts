import type { Span } from './spans.js';

/** Shorter ones would be found in words and numbers that have nothing to do with them. */
const shortestInside = 8;

/** Texts that are secret wherever they stand. */
export class KnownSecrets {
  /** How they may be written, and whether only when they stand alone. */
  readonly #spellings = new Map<string, boolean>();

  /** `alone`: only where no letter or digit stands beside it. Default: if it is short. */
  add(secret: string, alone: boolean = secret.length < shortestInside): void {
    if (secret === '') return;
    for (const spelling of spellingsOf(secret)) {
      this.#spellings.set(spelling, alone && (this.#spellings.get(spelling) ?? true));
    }
  }

  /** Where they stand. */
  in(text: string): Span[] {
    const spans: Span[] = [];
    for (const [spelling, alone] of this.#spellings) {
      for (let from = text.indexOf(spelling); from >= 0; from = text.indexOf(spelling, from + 1)) {
        const to = from + spelling.length;
        if (!alone || isAlone(text, from, to)) spans.push({ from, to });
      }
    }
    return spans;
  }
}

/** As it is, and as it is written in JSON and in a URL. */
function spellingsOf(secret: string): string[] {
  // By way of bytes, since half a pair of surrogates has no spelling in a URL.
  const inUrl = encodeURIComponent(Buffer.from(secret).toString());
  return [secret, JSON.stringify(secret).slice(1, -1), inUrl];
}

function isAlone(text: string, from: number, to: number): boolean {
  return ![text[from - 1], text[to]].some((beside) => /\w/.test(beside ?? ' '));
}
