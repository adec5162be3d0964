/**
 * Remembers where a call was made, so that an error which arrives later, from the read loop,
 * shows the caller's stack and not the loop's. The stack text is only built when it is read.
 */
export class CallSite {
  readonly #captured = new Error();

  /** Gives `error` the stack of this call site, and returns it. */
  stamp<E extends Error>(error: E): E {
    // The first frame is this class's constructor.
    const frames = this.#captured.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
    if (frames.length > 1) {
      Object.defineProperty(error, 'stack', {
        value: `${error.name}: ${error.message}\n${frames.slice(1).join('\n')}`,
        configurable: true,
        writable: true,
      });
    }
    return error;
  }
}
