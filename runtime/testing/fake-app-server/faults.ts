import { FakeServerError } from './errors.js';

/** What went wrong where nobody could catch it, oldest first. */
export class Faults {
  readonly all: FakeServerError[] = [];
  readonly #known = new WeakSet<FakeServerError>();
  readonly #thrown = new WeakSet<FakeServerError>();

  /** A fault that comes by several ways, as a script throws on what a client is blamed for, is one. */
  add(fault: FakeServerError): void {
    if (this.#known.has(fault)) return;
    this.#known.add(fault);
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
