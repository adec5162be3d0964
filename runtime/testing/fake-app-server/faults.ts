import { FakeServerError } from './errors.js';

/** What went wrong where nobody could catch it, oldest first. */
export class Faults {
  readonly all: FakeServerError[] = [];
  readonly #thrown = new WeakSet<FakeServerError>();

  add(fault: FakeServerError): void {
    this.all.push(fault);
  }

  /** Forgets them, and returns what there was. */
  take(): FakeServerError[] {
    return this.all.splice(0);
  }

  /** Throws the oldest one, if there is any, and names the others. */
  assertNone(): void {
    this.#throw(this.all);
  }

  /** As `assertNone`, for those that have not been thrown yet. */
  assertNoneNew(): void {
    this.#throw(this.all.filter((fault) => !this.#thrown.has(fault)));
  }

  #throw(faults: readonly FakeServerError[]): void {
    for (const fault of faults) this.#thrown.add(fault);
    const [first, ...more] = faults;
    if (!first) return;
    if (more.length === 0) throw first;
    const list = faults.map(({ message }) => `\n- ${message}`).join('');
    throw new FakeServerError(first.code, `${String(faults.length)} things went wrong:${list}`, {
      cause: first,
    });
  }
}
