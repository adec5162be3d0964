import { closeSync, writeSync } from 'node:fs';
import type { InitializeResponse } from '../../../generated/types.js';
import type { CloseInfo, Transport, TransportEvents } from '../../rpc/transport.js';
import { runtimeMetadata } from '../../session/runtime-metadata.js';
import type { Environment } from '../../process/environment.js';
import {
  createTransport,
  type RemoteOptions,
  type TransportLayer,
} from '../../transport/create.js';
import { SDK_VERSION } from '../../version.js';
import {
  type EndEntry,
  type GarbageEntry,
  isWireMessage,
  type MessageEntry,
  type TranscriptEntry,
  type TranscriptHeader,
} from './format.js';
import { checkRecordOptions } from './options.js';
import { openRecording } from './recording-file.js';
import { Conversation } from './redact/conversation.js';
import { Redactor, type RedactOptions } from './redact/redactor.js';

/** What is recorded, and what of it is written. */
export interface RecordOptions {
  /**
   * What to record: a runtime that runs already, or a transport of your own. Default: the runtime
   * that the client's other options name.
   */
  readonly transport?: RemoteOptions | Transport | (() => Transport) | undefined;
  /**
   * What to take out besides keys, tokens, passwords, login codes and mail addresses. `false` writes
   * everything as it is: then the file is as secret as what was said.
   */
  readonly redact?: RedactOptions | false | undefined;
}

/**
 * A transport that writes down everything that a client and its runtime say to each other, as JSON
 * lines with times. It works over the runtime that the rest of the configuration asks for.
 *
 * Each connection has a file of its own. The first one replaces a file that was there before the
 * program; a further one, be it another client's or the next one after a crash, gets the next free name:
 * `session.2.jsonl` after `session.jsonl`. What this process has recorded is never written over.
 *
 * Keys, tokens, passwords, login codes and mail addresses are taken out by the names of properties and
 * variables and by their shapes, as are the values of the runtime's secret environment variables and
 * the answers to secret questions; what was once known as a secret is taken out of what follows too.
 * In members such as `dataBase64` it is taken out of text, not of other files. A secret that has no
 * telling name or shape, that is the name of a member, or that arrives in pieces, is not known as one:
 * read the file before you show it to others, or name such secrets in `redact`.
 *
 * ```ts
 * const codex = new Codex({ transport: record('session.jsonl'), handlers, restart: 'on-crash' });
 * ```
 *
 * @throws TranscriptError `bad_options` for options that do not exist or cannot work.
 */
export function record(path: string, options: RecordOptions = {}): TransportLayer {
  return new Recording(path, options);
}

class Recording implements TransportLayer {
  readonly inner: RecordOptions['transport'];
  readonly #path: string;
  readonly #options: RecordOptions;
  #transport: Transport | undefined;

  constructor(path: string, options: RecordOptions) {
    checkRecordOptions(path, options);
    this.inner = options.transport;
    this.#path = path;
    this.#options = options;
  }

  over(inner: Transport, env: Environment): Transport {
    const { redact = {} } = this.#options;
    if (redact === false) return new RecordingTransport(inner, this.#path, undefined);
    const redactor = new Redactor(redact, env);
    if (this.inner && 'url' in this.inner && this.inner.token) redactor.know(this.inner.token);
    return new RecordingTransport(inner, this.#path, new Conversation(redactor));
  }

  // By itself, without a client whose options say more, it records the ordinary runtime.

  open(events: TransportEvents): Promise<void> {
    this.#transport = this.over(createTransport({ transport: this.inner }), process.env);
    return this.#transport.open(events);
  }

  send(text: string): Promise<void> {
    if (!this.#transport) return Promise.reject(new Error('The recording has not begun'));
    return this.#transport.send(text);
  }

  async close(): Promise<void> {
    await this.#transport?.close();
  }
}

class RecordingTransport implements Transport {
  readonly #inner: Transport;
  readonly #path: string;
  readonly #redact: Conversation | undefined;
  #file: TranscriptFile | undefined;

  constructor(inner: Transport, path: string, redact: Conversation | undefined) {
    this.#inner = inner;
    this.#path = path;
    this.#redact = redact;
  }

  async open(events: TransportEvents): Promise<void> {
    const file = new TranscriptFile(this.#path, this.#redact);
    this.#file = file;
    try {
      await this.#inner.open({
        message: (text) => {
          file.line('server', text);
          events.message(text);
        },
        invalid: (error, bytes) => {
          file.invalid(error, bytes);
          events.invalid(error, bytes);
        },
        closed: (info) => {
          file.end(info);
          events.closed(info);
        },
      });
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      const { exitCode = null, signal = null, stderr = '' } = error as Partial<CloseInfo>;
      file.end({ reason: 'failed', exitCode, signal, stderr, error: cause });
      throw error;
    }
  }

  send(text: string): Promise<void> {
    this.#file?.line('client', text);
    return this.#inner.send(text);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

type Line = Omit<MessageEntry, 'at'> | Omit<GarbageEntry, 'at'> | Omit<EndEntry, 'at'>;

/**
 * Writes at once what happens, so that a program that dies leaves a transcript of its last words. Only
 * what comes before the runtime has told its version waits for that, since the header says it.
 */
class TranscriptFile {
  readonly #redact: Conversation | undefined;
  readonly #startedAt = performance.now();
  readonly #recordedAt = new Date().toISOString();
  readonly #file: number;
  #waiting: TranscriptEntry[] | undefined = [];
  #initialize: unknown;
  #isOpen = true;

  constructor(path: string, redact: Conversation | undefined) {
    this.#redact = redact;
    this.#file = openRecording(path);
  }

  line(from: 'client' | 'server', text: string): void {
    const message = parse(text);
    if (message === undefined) {
      this.#add({ from: 'server', text: this.#clean(text) });
      return;
    }
    if (from === 'client' && message['method'] === 'initialize') this.#initialize = message['id'];
    this.#add({ from, message: this.#redact?.message(from, message) ?? message });
    if (from === 'server' && !('method' in message) && message['id'] === this.#initialize) {
      this.#begin(message['result']);
    }
  }

  invalid(error: Error, bytes: number | undefined): void {
    const size = bytes === undefined ? {} : { bytes };
    this.#add({ from: 'server', invalid: this.#clean(error.message), ...size });
  }

  end({ reason, exitCode, signal, stderr, error }: CloseInfo): void {
    if (!this.#isOpen) return;
    const cause = error === undefined ? {} : { error: this.#clean(error.message) };
    this.#add({
      end: { reason, exitCode, signal, stderr: this.#clean(stderr), ...cause },
    });
    this.#begin(undefined);
    this.#isOpen = false;
    closeSync(this.#file);
  }

  #clean(text: string): string {
    return this.#redact?.text(text) ?? text;
  }

  #add(line: Line): void {
    const entry = { at: Math.round(performance.now() - this.#startedAt), ...line };
    if (this.#waiting) this.#waiting.push(entry);
    else this.#write(entry);
  }

  #begin(initializeResult: unknown): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = undefined;
    const runtime = versionOf(initializeResult);
    const recordedAt = this.#recordedAt;
    this.#write({ transcript: 1, runtime, sdk: SDK_VERSION, recordedAt });
    for (const entry of waiting) this.#write(entry);
  }

  #write(line: TranscriptHeader | TranscriptEntry): void {
    if (this.#isOpen) writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

function versionOf(initializeResult: unknown): string | null {
  const { userAgent } = (initializeResult ?? {}) as Partial<InitializeResponse>;
  if (typeof userAgent !== 'string') return null;
  return runtimeMetadata(initializeResult as InitializeResponse).serverVersion || null;
}

function parse(text: string): MessageEntry['message'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isWireMessage(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
