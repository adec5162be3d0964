/** Counts what was done and what came of it, and keeps what should not have been. */
export class Report {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #problems: string[] = [];
  #operations = 0;

  get operations(): number {
    return this.#operations;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  /** An operation has ended in one of the ways that it may. */
  done(operation: string, outcome: string): void {
    this.#operations++;
    const outcomes = this.#counts.get(operation) ?? new Map<string, number>();
    this.#counts.set(operation, outcomes);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }

  problem(what: string): void {
    if (this.#problems.length < 100) this.#problems.push(what);
  }

  /** For `console.table`: operations by outcomes. */
  table(): Record<string, Record<string, number>> {
    const sorted = [...this.#counts].toSorted(([a], [b]) => a.localeCompare(b));
    return Object.fromEntries(
      sorted.map(([name, outcomes]) => [name, Object.fromEntries(outcomes)]),
    );
  }
}
