/** Ids that are the same in every run: those of threads, turns and logins look like the runtime's. */
export class Ids {
  #count = 0;
  #ticks = 0;

  /** A number that is higher each time. */
  tick(): number {
    this.#ticks += 1;
    return this.#ticks;
  }

  next(kind: string): string {
    this.#count += 1;
    if (!uuids.has(kind)) return `${kind}-${String(this.#count)}`;
    return `00000000-0000-7000-8000-${String(this.#count).padStart(12, '0')}`;
  }
}

const uuids: ReadonlySet<string> = new Set(['thread', 'turn', 'login']);
