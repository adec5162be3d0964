import type { Writable } from 'node:stream';
import { deferred, type Deferred } from '../util/deferred.js';
import { closedError } from './closed.js';

/**
 * Writes to a stream in order and tells each writer when the stream takes more. A writer that waits
 * is let go when the stream breaks or is given up: none waits for ever.
 */
export class WriteQueue {
  readonly #stream: Writable;
  #ended = false;
  #cause: Error | undefined;
  /** Shared by all who wait for the stream to drain. */
  #waiting: Deferred<void> | undefined;

  /** @param onBroken is called when the stream can no longer be written to. */
  constructor(stream: Writable, onBroken: (error?: Error) => void) {
    this.#stream = stream;
    stream.on('drain', () => this.#release());
    stream.on('error', (error) => {
      this.end(error);
      onBroken(error);
    });
    stream.on('close', () => {
      this.end();
      onBroken();
    });
  }

  /** Settles when the stream takes more; rejects if the text may not have been delivered. */
  write(text: string): Promise<void> {
    if (this.#ended) return Promise.reject(closedError(this.#cause));
    if (this.#stream.write(text)) return Promise.resolve();
    this.#waiting ??= deferred();
    return this.#waiting.promise;
  }

  /** Lets go of all who wait and takes nothing more. What was written before may still arrive. */
  end(cause?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cause = cause;
    this.#waiting?.reject(closedError(cause));
    this.#waiting = undefined;
  }

  #release(): void {
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }
}
