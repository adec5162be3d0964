import { concatBytes } from '../util/concat-bytes.js';

/** How much of standard error is kept, in bytes. */
export const STDERR_TAIL_BYTES: number = 64 * 1024;

const LF = 0x0a;

/** Keeps the newest output of standard error and passes its lines on. */
export class StderrTail {
  readonly #limit: number;
  readonly #onLine: ((line: string) => void) | undefined;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #cut = false;
  readonly #decoder = new TextDecoder();
  #partialLine = '';

  /** @param onLine gets each line without its line end; what it throws is ignored. */
  constructor(onLine?: (line: string) => void, limit: number = STDERR_TAIL_BYTES) {
    this.#onLine = onLine;
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    for (let first = this.#chunks[0]; first; first = this.#chunks[0]) {
      if (this.#bytes - first.length < this.#limit) break;
      this.#chunks.shift();
      this.#bytes -= first.length;
      this.#cut = true;
    }
    if (this.#onLine) this.#passOn(this.#decoder.decode(chunk, { stream: true }));
  }

  /** Passes on the last line if nothing ended it. */
  end(): void {
    if (!this.#onLine) return;
    this.#passOn(this.#decoder.decode());
    const rest = this.#partialLine;
    this.#partialLine = '';
    if (rest !== '') this.#call(rest);
  }

  /** The newest output, beginning with a whole line where something older was left out. */
  text(): string {
    let bytes = concatBytes(this.#chunks, this.#bytes);
    if (this.#cut || bytes.length > this.#limit) {
      bytes = startOfText(bytes.subarray(Math.max(0, bytes.length - this.#limit)));
    }
    return new TextDecoder().decode(bytes);
  }

  #passOn(text: string): void {
    const lines = (this.#partialLine + text).split('\n');
    this.#partialLine = lines.pop() ?? '';
    // Something that never ends its lines must not pile up.
    if (this.#partialLine.length > this.#limit) {
      lines.push(this.#partialLine);
      this.#partialLine = '';
    }
    for (const line of lines) this.#call(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  #call(line: string): void {
    // A listener for diagnostics cannot be allowed to end the connection, or the program.
    try {
      const result: unknown = this.#onLine?.(line);
      if (result instanceof Promise) result.catch(() => {});
    } catch {
      // As above.
    }
  }
}

/** Drops the rest of a line that began earlier, or else the rest of a character. */
function startOfText(bytes: Uint8Array): Uint8Array {
  const lineEnd = bytes.indexOf(LF);
  if (lineEnd !== -1 && lineEnd + 1 < bytes.length) return bytes.subarray(lineEnd + 1);
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return bytes.subarray(start);
}
