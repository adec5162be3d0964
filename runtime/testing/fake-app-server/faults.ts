import { FakeServerError } from './errors.js';

/** What went wrong where nobody could catch it, oldest first. */
export class Faults {
  readonly all: FakeServerError[] = [];

  add(fault: FakeServerError): void {
    this.all.push(fault);
  }

  /** Forgets them, and returns what there was. */
  take(): FakeServerError[] {
    return this.all.splice(0);
  }

  /** Throws the oldest one, if there is any, and names the others. */
  assertNone(): void {
    const [first, ...more] = this.all;
    if (!first) return;
    if (more.length === 0) throw first;
    const list = this.all.map(({ message }) => `\n- ${message}`).join('');
    throw new FakeServerError(first.code, `${String(this.all.length)} things went wrong:${list}`, {
      cause: first,
    });
  }
}
