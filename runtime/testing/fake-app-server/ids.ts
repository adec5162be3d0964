/** Ids that are the same in every run: those of threads and turns look like the runtime's. */
export class Ids {
  #count = 0;

  next(kind: string): string {
    this.#count += 1;
    if (kind !== 'thread' && kind !== 'turn') return `${kind}-${String(this.#count)}`;
    return `00000000-0000-7000-8000-${String(this.#count).padStart(12, '0')}`;
  }
}
