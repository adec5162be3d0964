import { readFileSync } from 'node:fs';
import type { CloseInfo, Transport, TransportEvents } from '../../rpc/transport.js';
import { closedError } from '../../transport/closed.js';
import { TranscriptError, type TranscriptErrorCode } from './errors.js';
import {
  checkTranscript,
  isEnd,
  isMessage,
  isWireMessage,
  type NumberedTranscript,
  parseLines,
  type Transcript,
  type WireMessage,
} from './format.js';
import { checkReplayOptions } from './options.js';
import { type Due, Score } from './score.js';

/** How a transcript is played. */
export interface ReplayOptions {
  /**
   * What the client may send. `'strict'`: what was recorded and nothing else, in the recorded order;
   * only messages with nothing of the server between them in the transcript may change places, an answer
   * may come as soon as its question was asked, and `initialize` may say anything. What comes while the server has still something to say is looked at
   * when that has been said. The first deviation ends the connection with a `TranscriptError` that
   * names the line and the place. `'lenient'`: requests are told by their methods alone, what the
   * client leaves out is skipped together with its answer and its turn, and what was never recorded is
   * answered with an error. Default `'strict'`.
   */
  readonly mode?: 'strict' | 'lenient' | undefined;
  /** `'full'`: as fast as the client takes it. `'recorded'`: with the pauses of the recording. Default `'full'`. */
  readonly pace?: 'full' | 'recorded' | undefined;
  /** JSON pointers of params that `'strict'` does not compare, such as `/cwd`. */
  readonly ignore?: readonly string[] | undefined;
  /**
   * How long the transcript waits for the client's next message, in milliseconds. When everything has
   * been played, the connection ends after that time, so that a client does not wait for what will
   * never come. Default 10,000.
   */
  readonly stallMs?: number | undefined;
}

/**
 * A transport that plays a transcript back: it answers as the recorded runtime did, without one.
 * What the server sent comes when everything that the client had sent before it has been sent again.
 *
 * ```ts
 * await using transport = replay('test/lost-approval.jsonl'); // throws in the end if it is not played
 * await using codex = new Codex({ transport, handlers });
 * // … what the program did …
 * ```
 *
 * It plays once, for one connection. A path is one of a file, and a transcript what `readTranscript` returns.
 *
 * @throws TranscriptError `bad_transcript` if the file is none, `bad_options` for options that do not
 *   exist or cannot work.
 */
export function replay(source: string | Transcript, options: ReplayOptions = {}): Replay {
  const name = typeof source === 'string' ? source : 'the transcript';
  checkReplayOptions(options);
  const read = typeof source === 'string' ? readLines(source) : checkTranscript(source, name);
  return new Replay(read, name, options);
}

/**
 * Reads a transcript from a file.
 *
 * ```ts
 * const { entries } = readTranscript('session.jsonl');
 * ```
 *
 * @throws TranscriptError `bad_transcript` if there is none.
 */
export function readTranscript(path: string): Transcript {
  return readLines(path).transcript;
}

function readLines(path: string): NumberedTranscript {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TranscriptError('bad_transcript', `${path} cannot be read`, { cause });
  }
  return parseLines(text, path);
}

/**
 * A transcript that is being played; {@link replay} makes it.
 *
 * ```ts
 * const transport: Replay = replay('session.jsonl');
 * ```
 */
export class Replay implements Transport, AsyncDisposable {
  /** What is played. */
  readonly transcript: Transcript;
  readonly #score: Score;
  readonly #strict: boolean;
  /** Messages of the client that nobody has looked at yet. */
  readonly #inbox: WireMessage[] = [];
  readonly #name: string;
  readonly #pace: 'full' | 'recorded';
  readonly #stallMs: number;
  #events: TransportEvents | undefined;
  #opened = false;
  #playing = false;
  #stall: ReturnType<typeof setTimeout> | undefined;
  #pause: (() => void) | undefined;
  #error: TranscriptError | undefined;

  /** @internal Use `replay()`. */
  constructor(read: NumberedTranscript, name: string, options: ReplayOptions) {
    this.transcript = read.transcript;
    this.#name = name;
    this.#strict = options.mode !== 'lenient';
    this.#score = new Score(read, { strict: this.#strict, ignore: new Set(options.ignore) });
    this.#pace = options.pace ?? 'full';
    this.#stallMs = options.stallMs ?? 10_000;
  }

  /** Whether everything has been played and sent again. */
  get finished(): boolean {
    return this.#error === undefined && this.#score.finished;
  }

  /** What made the replay fail: a deviation or a stall. */
  get error(): TranscriptError | undefined {
    return this.#error;
  }

  /** Throws a `TranscriptError` unless everything has been played and sent again. */
  assertFinished(): void {
    if (this.#error) throw this.#error;
    if (this.finished) return;
    throw this.#fault('unfinished', `was left with ${this.#score.describeNext()} to come`);
  }

  open(events: TransportEvents): Promise<void> {
    if (this.#opened) {
      const problem = 'has begun before: a replay plays once, make one for each connection';
      return Promise.reject(this.#fault('played_already', problem));
    }
    this.#opened = true;
    this.#events = events;
    void this.#play();
    return Promise.resolve();
  }

  send(text: string): Promise<void> {
    if (!this.#events) return Promise.reject(closedError(this.#error));
    const message: unknown = JSON.parse(text);
    // Nothing is delivered while the sender is still at it. A promise, since test runners' fake clocks
    // know the other ways to wait.
    void Promise.resolve().then(() => {
      if (!isWireMessage(message)) return;
      // Whoever must keep the order may not be judged by how fast the server's words come.
      if (this.#strict) this.#inbox.push(message);
      else this.#take(message);
      void this.#play();
    });
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end({ reason: 'closed', exitCode: null, signal: null, stderr: '' });
    return Promise.resolve();
  }

  /** Closes it, and throws as `assertFinished` does. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    this.assertFinished();
  }

  #take(message: Readonly<Record<string, unknown>>): void {
    if (!this.#events) return;
    const deviation = this.#score.sent(message);
    if (deviation !== undefined) this.#fail(this.#fault('deviation', deviation));
  }

  /** Delivers what is due, and takes a message of the client when nothing is. */
  async #play(): Promise<void> {
    if (this.#playing) return;
    this.#playing = true;
    clearTimeout(this.#stall);
    while (this.#events) {
      const due = this.#score.next();
      const message = due ? undefined : this.#inbox.shift();
      if (due) await this.#deliver(due);
      else if (message) this.#take(message);
      else break;
    }
    this.#playing = false;
    if (this.#events) this.#watch();
  }

  /** Delivers one message, and lets the client answer it. */
  async #deliver({ entry, pauseMs }: Due): Promise<void> {
    await this.#wait(pauseMs);
    if (!this.#events) return;
    if (isEnd(entry)) {
      const { error, ...end } = entry.end;
      this.#end(error === undefined ? end : { ...end, error: new Error(error) });
    } else if (isMessage(entry)) this.#events.message(JSON.stringify(entry.message));
    else if (entry.text === undefined) {
      this.#events.invalid(new Error(entry.invalid), entry.bytes);
    } else this.#events.message(entry.text);
  }

  async #wait(pauseMs: number): Promise<void> {
    if (this.#pace === 'full' || pauseMs <= 0) {
      await Promise.resolve();
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.#pause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #watch(): void {
    if (this.#stallMs > 2 ** 31 - 1) return;
    const waited = `${String(this.#stallMs)} ms`;
    this.#stall = setTimeout(() => {
      if (this.#score.finished) {
        const over = `has nothing more to play, and ended when the client had been silent for ${waited}`;
        this.#endWith(this.#fault('stalled', over));
      } else {
        const waiting = `has waited ${waited} for ${this.#score.describeNext()}`;
        this.#fail(this.#fault('stalled', waiting));
      }
    }, this.#stallMs);
  }

  #fault(code: TranscriptErrorCode, what: string): TranscriptError {
    return new TranscriptError(code, `The replay of ${this.#name} ${what}`);
  }

  #fail(error: TranscriptError): void {
    if (!this.#events) return;
    this.#error = error;
    this.#endWith(error);
  }

  #endWith(error: TranscriptError): void {
    this.#end({ reason: 'failed', exitCode: null, signal: null, stderr: '', error });
  }

  #end(info: CloseInfo): void {
    clearTimeout(this.#stall);
    this.#pause?.();
    const events = this.#events;
    this.#events = undefined;
    events?.closed(info);
  }
}
