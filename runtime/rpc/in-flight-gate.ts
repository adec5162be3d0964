/** Lets a limited number pass at a time; the others wait in order. Each holder leaves exactly once. */
export class InFlightGate<T> {
  readonly #limit: number;
  readonly #holders = new Set<T>();
  readonly #waiting = new Set<T>();
  readonly #enter: (holder: T) => void;
  #admitting = false;

  constructor(limit: number, enter: (holder: T) => void) {
    this.#limit = limit;
    this.#enter = enter;
  }

  /** Calls `enter` with the holder when it is its turn; at once if it is not `counted`. */
  request(holder: T, counted: boolean): void {
    if (counted) {
      this.#waiting.add(holder);
      this.#admit();
    } else {
      this.#enter(holder);
    }
  }

  /** Frees the holder's place, or takes it out of the queue. Unknown holders are ignored. */
  leave(holder: T): void {
    this.#waiting.delete(holder);
    if (this.#holders.delete(holder)) this.#admit();
  }

  /** Empties the gate. */
  clear(): void {
    this.#waiting.clear();
    this.#holders.clear();
  }

  #admit(): void {
    // A holder may leave again while it is let in: one loop serves them all, however many.
    if (this.#admitting) return;
    this.#admitting = true;
    try {
      for (const next of this.#waiting) {
        if (this.#holders.size >= this.#limit) return;
        this.#waiting.delete(next);
        this.#holders.add(next);
        this.#enter(next);
      }
    } finally {
      this.#admitting = false;
    }
  }
}
