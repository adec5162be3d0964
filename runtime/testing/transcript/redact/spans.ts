/** A part of a text, from one index up to another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The text with a mark in place of each part; where parts overlap, of all together. */
export function without(text: string, spans: readonly Span[], mark: string): string {
  if (spans.length === 0) return text;
  let clean = '';
  let done = 0;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from >= done) clean += text.slice(done, from) + mark;
    done = Math.max(done, to);
  }
  return clean + text.slice(done);
}
