import { readFileSync } from 'node:fs';
import type { CloseInfo, Transport, TransportEvents } from '../../rpc/transport.js';
import { closedError } from '../../transport/closed.js';
import { TranscriptError } from './errors.js';
import { isEnd, isMessage, isWireMessage, parseTranscript, type Transcript } from './format.js';
import { Score } from './score.js';

/** How a transcript is played. */
export interface ReplayOptions {
  /**
   * What the client may send. `'strict'`: what was recorded and nothing else; messages that do not
   * wait for each other may change places, and `initialize` may say anything. The first deviation ends
   * the connection with a `TranscriptError` that names the line and the place. `'lenient'`: requests
   * are told by their methods alone, what the client leaves out is skipped, and what was never recorded
   * is answered with an error. Default `'strict'`.
   */
  readonly mode?: 'strict' | 'lenient' | undefined;
  /** `'full'`: as fast as the client takes it. `'recorded'`: with the pauses of the recording. Default `'full'`. */
  readonly pace?: 'full' | 'recorded' | undefined;
  /** JSON pointers of params that `'strict'` does not compare, such as `/cwd`. */
  readonly ignore?: readonly string[] | undefined;
  /** How long the transcript waits for the client's next message, in milliseconds. Default 10,000. */
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
 * @throws TranscriptError `bad_transcript` if the file is none.
 */
export function replay(source: string | Transcript, options: ReplayOptions = {}): Replay {
  const name = typeof source === 'string' ? source : 'the transcript';
  return new Replay(typeof source === 'string' ? readTranscript(source) : source, name, options);
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
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TranscriptError('bad_transcript', `${path} cannot be read`, { cause });
  }
  return parseTranscript(text, path);
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
  constructor(transcript: Transcript, name: string, options: ReplayOptions) {
    this.transcript = transcript;
    this.#name = name;
    this.#score = new Score(transcript.entries, {
      strict: options.mode !== 'lenient',
      ignore: new Set(options.ignore),
    });
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
    if (this.#opened) return Promise.reject(closedError());
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
      if (isWireMessage(message)) this.#take(message);
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
    const verdict = this.#score.sent(message);
    if (verdict.kind === 'deviation') {
      this.#fail(this.#fault('deviation', verdict.reason));
      return;
    }
    for (const answer of verdict.answers) this.#events.message(JSON.stringify(answer));
    void this.#play();
  }

  /** Delivers what is due, one message at a time so that the client can answer in between. */
  async #play(): Promise<void> {
    if (this.#playing) return;
    this.#playing = true;
    clearTimeout(this.#stall);
    for (let due = this.#score.next(); due && this.#events; due = this.#score.next()) {
      await this.#wait(due.pauseMs);
      if (!this.#events) break;
      const { entry } = due;
      if (isEnd(entry)) {
        const { error, ...end } = entry.end;
        this.#end(error === undefined ? end : { ...end, error: new Error(error) });
      } else if (isMessage(entry)) this.#events.message(JSON.stringify(due.message));
      else if (entry.text === undefined) this.#events.invalid(new Error(entry.invalid));
      else this.#events.message(entry.text);
    }
    this.#playing = false;
    if (this.#events && !this.#score.finished) this.#watch();
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
    this.#stall = setTimeout(() => {
      const waiting = `has waited ${String(this.#stallMs)} ms for ${this.#score.describeNext()}`;
      this.#fail(this.#fault('stalled', waiting));
    }, this.#stallMs);
  }

  #fault(code: 'deviation' | 'stalled' | 'unfinished', what: string): TranscriptError {
    return new TranscriptError(code, `The replay of ${this.#name} ${what}`);
  }

  #fail(error: TranscriptError): void {
    if (!this.#events) return;
    this.#error = error;
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
