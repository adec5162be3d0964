import { CodexError } from '../util/codex-error.js';
import { concatBytes } from '../util/concat-bytes.js';
import { MessageTooLargeError } from './errors/message-too-large-error.js';

/** Receives what {@link LineSplitter} finds, in order and synchronously. */
export interface LineSink {
  /** One line without its line end; never empty. */
  line(text: string): void;
  /** A line of so many bytes that is not UTF-8. It is skipped; the lines after it follow. */
  invalid(error: Error, bytes: number): void;
}

export interface LineSplitterOptions {
  /** The longest line in bytes, without its line end. Default and most: {@link MAX_LINE_BYTES}. */
  readonly maxMessageBytes?: number;
}

/** No line can be longer than this, in bytes: the longest string that V8 can hold. */
export const MAX_LINE_BYTES: number = 2 ** 29 - 24;

const LF = 0x0a;
const CR = 0x0d;
const CR_CODE_UNIT = '\r';

/**
 * Turns a stream of bytes into lines.
 *
 * Only the byte 0x0A ends a line (a CR before it belongs to the line end): U+2028 and its kin are
 * ordinary text inside JSON. The work is linear in the number of bytes for lines of any size: each
 * chunk is searched once, what is unfinished is kept as a list and joined once.
 */
export class LineSplitter {
  readonly #sink: LineSink;
  readonly #limit: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** The unfinished last line: the chunks it is spread over, and their length together. */
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #ended = false;

  constructor(sink: LineSink, options: LineSplitterOptions = {}) {
    this.#sink = sink;
    this.#limit = Math.min(options.maxMessageBytes ?? MAX_LINE_BYTES, MAX_LINE_BYTES);
  }

  /**
   * Takes the next bytes and delivers the lines that they complete. The splitter keeps `chunk` until
   * its last line is complete; the caller must not write into it again.
   *
   * @throws MessageTooLargeError once a line is too long, when the lines before it have been
   *   delivered. The splitter is then at its end.
   */
  push(chunk: Uint8Array): void {
    if (this.#ended) return;
    const last = chunk.lastIndexOf(LF);
    if (last === -1) {
      this.#keep(chunk);
      return;
    }
    let start = 0;
    if (this.#pendingBytes > 0) {
      start = chunk.indexOf(LF) + 1;
      this.#keep(chunk.subarray(0, start - 1));
      this.#decodeLine(this.#take());
    }
    if (start <= last) this.#decodeRun(chunk.subarray(start, last));
    if (last + 1 < chunk.length) this.#keep(chunk.subarray(last + 1));
  }

  /** Delivers the last line if nothing ended it. Nothing is taken afterwards. */
  end(): void {
    if (this.#ended) return;
    if (this.#pendingBytes > 0) this.#decodeLine(this.#take());
    this.#ended = true;
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.#check(this.#pendingBytes, bytes[bytes.length - 1]);
  }

  #take(): Uint8Array {
    const bytes = concatBytes(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    return bytes;
  }

  /** A CR at the end may turn out to be part of the line end, so it is not counted. */
  #check(length: number, lastByte: number | undefined): void {
    if (length <= this.#limit || (lastByte === CR && length === this.#limit + 1)) return;
    this.#ended = true;
    this.#pending = [];
    this.#pendingBytes = 0;
    throw new MessageTooLargeError({ direction: 'inbound', limit: this.#limit, size: length });
  }

  /** Delivers one or more whole lines, without the last line end, decoding them together. */
  #decodeRun(bytes: Uint8Array): void {
    const text = bytes.length > this.#limit ? undefined : this.#decode(bytes);
    if (typeof text === 'string') this.#deliverRun(text);
    else this.#decodeOneByOne(bytes);
  }

  #deliverRun(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#deliver(text, start, end);
      start = end + 1;
    }
    this.#deliver(text, start, text.length);
  }

  /** The slow way, for a run that holds a line that is not UTF-8 or may hold one that is too long. */
  #decodeOneByOne(bytes: Uint8Array): void {
    let start = 0;
    while (start <= bytes.length) {
      const found = bytes.indexOf(LF, start);
      const end = found === -1 ? bytes.length : found;
      if (end > start) {
        this.#check(end - start, bytes[end - 1]);
        this.#decodeLine(bytes.subarray(start, end));
      }
      start = end + 1;
    }
  }

  #decodeLine(bytes: Uint8Array): void {
    const text = this.#decode(bytes);
    if (typeof text === 'string') this.#deliver(text, 0, text.length);
    else this.#sink.invalid(text, bytes.length);
  }

  #deliver(text: string, start: number, end: number): void {
    const stop = end > start && text[end - 1] === CR_CODE_UNIT ? end - 1 : end;
    if (stop > start) this.#sink.line(text.slice(start, stop));
  }

  #decode(bytes: Uint8Array): string | CodexError {
    try {
      return this.#decoder.decode(bytes);
    } catch (cause) {
      return new CodexError(`Skipped a line of ${bytes.length} bytes that is not UTF-8`, {
        cause,
        code: 'invalid_utf8',
      });
    }
  }
}
