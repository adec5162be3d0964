import type { ThreadActiveFlag } from '../../../generated/types.js';

/** What a turn waits for: told when it begins or ceases, however many questions it is of. */
export class ActiveFlags {
  readonly #tell: (flags: ThreadActiveFlag[]) => void;
  readonly #raised: ThreadActiveFlag[] = [];

  constructor(tell: (flags: ThreadActiveFlag[]) => void) {
    this.#tell = tell;
  }

  raise(flag: ThreadActiveFlag): void {
    const isNew = !this.#raised.includes(flag);
    this.#raised.push(flag);
    if (isNew) this.#tell([...new Set(this.#raised)]);
  }

  lower(flag: ThreadActiveFlag): void {
    this.#raised.splice(this.#raised.indexOf(flag), 1);
    if (!this.#raised.includes(flag)) this.#tell([...new Set(this.#raised)]);
  }
}
