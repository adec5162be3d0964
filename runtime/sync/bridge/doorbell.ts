/** Times that a waiting thread looks for a sign of life before it takes the other one for dead. */
const patience = 12;
/** How long it waits for each sign, in milliseconds. */
const sliceMs = 5_000;
/** How often the other thread gives one, in milliseconds. */
const beatMs = 1_000;

/** Memory that two threads share, by which one wakes the other. */
export class Doorbell {
  readonly memory: SharedArrayBuffer;
  /** How often it has rung, and how often the ringing thread has given a sign of life. */
  readonly #cells: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** How often it has rung. To be read before one looks for messages, and then waits for more. */
  get rings(): number {
    return Atomics.load(this.#cells, 0);
  }

  ring(): void {
    Atomics.add(this.#cells, 0, 1);
    Atomics.notify(this.#cells, 0);
  }

  /** Gives signs of life from now on. The timer keeps no thread alive. */
  beat(): void {
    setInterval(() => Atomics.add(this.#cells, 1, 1), beatMs).unref();
  }

  /**
   * Blocks until it has rung more than `rings` times. False if the other thread gives no sign of life
   * any more: one that ran out of memory says nothing, and its end cannot be heard while one waits.
   */
  wait(rings: number): boolean {
    let beats = Atomics.load(this.#cells, 1);
    for (let missed = 0; missed < patience; missed++) {
      if (Atomics.wait(this.#cells, 0, rings, sliceMs) !== 'timed-out') return true;
      const newest = Atomics.load(this.#cells, 1);
      if (newest !== beats) missed = -1;
      beats = newest;
    }
    return false;
  }
}
