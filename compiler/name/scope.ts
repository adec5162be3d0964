import type { Report } from '../diagnostics/report.js';

/** One set of names that must differ. The first claim holds; a later one is reported, never renamed. */
export class Scope {
  readonly #holders = new Map<string, string>();
  readonly #report: Report;

  constructor(report: Report, reserved: Iterable<string> = []) {
    this.#report = report;
    for (const name of reserved) this.#holders.set(name, 'the generated client itself');
  }

  has(name: string): boolean {
    return this.#holders.has(name);
  }

  /** @param holder what the name is for, in words */
  claim(name: string, pointer: string, holder: string): void {
    const other = this.#holders.get(name);
    if (other === undefined) this.#holders.set(name, holder);
    else
      this.#report.error(
        'name-collision',
        pointer,
        `${holder} wants the name \`${name}\`, which is taken by ${other}`,
      );
  }
}
