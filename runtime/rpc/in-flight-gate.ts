/** Lets a limited number pass at a time; the others wait in order. Each holder leaves exactly once. */
export class InFlightGate<T> {
  readonly #limit: number;
  readonly #holders = new Set<T>();
  readonly #waiting = new Set<T>();
  readonly #enter: (holder: T) => void;

  constructor(limit: number, enter: (holder: T) => void) {
    this.#limit = limit;
    this.#enter = enter;
  }

  /** Calls `enter` with the holder now or when it is its turn. */
  request(holder: T): void {
    if (this.#holders.size < this.#limit) {
      this.#holders.add(holder);
      this.#enter(holder);
    } else {
      this.#waiting.add(holder);
    }
  }

  /** Frees the holder's place, or takes it out of the queue. Unknown holders are ignored. */
  leave(holder: T): void {
    this.#waiting.delete(holder);
    if (!this.#holders.delete(holder)) return;
    for (const next of this.#waiting) {
      if (this.#holders.size >= this.#limit) return;
      this.#waiting.delete(next);
      this.#holders.add(next);
      this.#enter(next);
    }
  }

  /** Empties the gate and returns who was still waiting. */
  clear(): T[] {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#holders.clear();
    return waiting;
  }
}
