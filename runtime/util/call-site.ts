type Frame = abstract new (...args: never[]) => unknown;

/**
 * Remembers where a call was made, so that an error which arrives later, from the read loop,
 * shows the caller's stack and not the loop's. The stack text is only built when it is read.
 */
export class CallSite {
  readonly #holder: { stack?: string } = {};

  /** Frames from `below` upwards, itself included, are left out of the stack. */
  constructor(below: ((...args: never[]) => unknown) | Frame) {
    const capture = (Error as { captureStackTrace?: (target: object, below: unknown) => void })
      .captureStackTrace;
    if (capture) capture(this.#holder, below);
    else {
      const { stack } = new Error();
      if (stack !== undefined) this.#holder.stack = stack;
    }
  }

  /** Gives `error` the stack of this call site, and returns it. */
  stamp<E extends Error>(error: E): E {
    const frames = this.#holder.stack?.split('\n').filter((line) => /^\s+at /.test(line));
    if (frames && frames.length > 0) {
      Object.defineProperty(error, 'stack', {
        value: `${error.name}: ${error.message}\n${frames.join('\n')}`,
        configurable: true,
        writable: true,
      });
    }
    return error;
  }
}
