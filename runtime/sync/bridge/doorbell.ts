/** Times that a waiting thread looks for a sign of life before it takes the other one for dead. */
const patience = 12;
/** How long it waits for each sign, in milliseconds. */
const sliceMs = 5_000;
/** How often the other thread gives one, in milliseconds. */
const beatMs = 1_000;

/** The longest that the worker lets the calling thread catch up, in milliseconds. */
const catchUpMs = 100;

/** Memory that two threads share, by which one wakes the other. */
export class Doorbell {
  readonly memory: SharedArrayBuffer;
  /**
   * How often the worker has rung, how often it has given a sign of life, how often the calling thread
   * has said something, and how many news that has heard.
   */
  readonly #cells: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(16)) {
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

  /** How many messages the calling thread has sent. */
  get said(): number {
    return Atomics.load(this.#cells, 2);
  }

  /** Tells the worker that a message was sent. */
  say(): void {
    Atomics.add(this.#cells, 2, 1);
    Atomics.notify(this.#cells, 2);
  }

  /** Blocks the worker until the calling thread has said more than `said` messages, or takes too long. */
  untilSaid(said: number): void {
    Atomics.wait(this.#cells, 2, said, catchUpMs);
  }

  /** How many news the calling thread has heard. */
  get heard(): number {
    return Atomics.load(this.#cells, 3);
  }

  /** Tells the worker how many news have been heard. */
  hear(count: number): void {
    Atomics.store(this.#cells, 3, count);
    Atomics.notify(this.#cells, 3);
  }

  /** Blocks the worker until more than `heard` news have been heard; false if that takes too long. */
  untilHeard(heard: number): boolean {
    return Atomics.wait(this.#cells, 3, heard, catchUpMs) !== 'timed-out';
  }
}
