import { CodexError } from './codex-error.js';
import { deepenStacks, restoreStacks } from './stack-depth.js';

/**
 * Remembers where a call was made, so that an error which arrives later, from the read loop,
 * shows the caller's stack and not the loop's. The stack text is only built when it is read.
 */
export class CallSite {
  readonly #captured: Error;

  constructor() {
    const limit = deepenStacks();
    // Not where it is declared: that would be a frame of its own.
    this.#captured = new Error();
    restoreStacks(limit);
  }

  /** Builds the text now: until then V8 holds every object in whose methods the call was made. */
  build(): this {
    void this.#captured.stack;
    return this;
  }

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

  /**
   * A copy of an error of the SDK with the stack of this call site, for one that several callers get.
   * Any other error is the caller's own, and stays as it is.
   */
  copy<E>(error: E): E {
    if (!CodexError.isCodexError(error)) return error;
    const copy = new Error(error.message);
    Object.setPrototypeOf(copy, Object.getPrototypeOf(error) as object);
    Object.defineProperties(copy, Object.getOwnPropertyDescriptors(error));
    return this.stamp(copy) as unknown as E;
  }
}

/**
 * Does the work of a user's call. What it fails with gets the stack of the caller: of each of them if
 * several wait for the same, also of one that is not waiting for the call yet.
 */
export async function called<T>(
  work: () => Promise<T>,
  callSite: CallSite = new CallSite(),
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw callSite.copy(error);
  }
}
