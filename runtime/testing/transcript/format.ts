import type { CloseInfo } from '../../rpc/transport.js';
import { TranscriptError } from './errors.js';

/** The first line of a transcript. */
export interface TranscriptHeader {
  /** Version of the format. */
  readonly transcript: 1;
  /** Version of the runtime that was recorded; null if it did not get as far as to say. */
  readonly runtime: string | null;
  /** Version of the SDK that recorded. */
  readonly sdk: string;
  /** When the recording began, as ISO 8601. */
  readonly recordedAt?: string | undefined;
}

/** A message on the wire, as it stood there but for what was redacted. */
export type WireMessage = Readonly<Record<string, unknown>>;

/** A message, and who sent it. */
export interface MessageEntry {
  /** Milliseconds since the recording began. */
  readonly at: number;
  /** Who sent it. */
  readonly from: 'client' | 'server';
  /** The message as it stood on the wire, less its secrets. */
  readonly message: WireMessage;
}

/** Something from the server that was no message: text that is not a JSON object, or not even text. */
export interface GarbageEntry {
  /** When it arrived, as in {@link MessageEntry.at}. */
  readonly at: number;
  /** Only servers send it. */
  readonly from: 'server';
  /** The line, if it was text. */
  readonly text?: string | undefined;
  /** What was wrong with it, if it was not. */
  readonly invalid?: string | undefined;
  /** How many bytes of it there were, if it was not and that is known. */
  readonly bytes?: number | undefined;
}

/** How the connection ended. */
export interface EndEntry {
  /** When the connection ended, as in {@link MessageEntry.at}. */
  readonly at: number;
  /** How it ended. */
  readonly end: Pick<CloseInfo, 'reason' | 'exitCode' | 'signal' | 'stderr'> & {
    /** The message of the error behind a `'failed'` connection. */
    readonly error?: string | undefined;
  };
}

/** One line of a transcript after the header. */
export type TranscriptEntry = MessageEntry | GarbageEntry | EndEntry;

/** A session's traffic. */
export interface Transcript {
  /** Where it comes from. */
  readonly header: TranscriptHeader;
  /** What happened, in order. */
  readonly entries: readonly TranscriptEntry[];
}

/**
 * A transcript as JSON lines.
 *
 * ```ts
 * await writeFile('shorter.jsonl', formatTranscript({ header, entries: entries.slice(0, 20) }));
 * ```
 */
export function formatTranscript({ header, entries }: Transcript): string {
  return [header, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Reads JSON lines; `name` is what error messages call them.
 *
 * ```ts
 * const { header, entries } = parseTranscript(await readFile(path, 'utf8'), path);
 * ```
 *
 * @throws TranscriptError `bad_transcript`.
 */
export function parseTranscript(text: string, name: string = 'the transcript'): Transcript {
  return parseLines(text, name).transcript;
}

/** A transcript, and where it stands in its file. */
export interface NumberedTranscript {
  readonly transcript: Transcript;
  /** The line of each entry, counted from 1. */
  readonly lines: readonly number[];
}

/** As `parseTranscript`. */
export function parseLines(text: string, name: string): NumberedTranscript {
  const lines = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '');
  const [header, ...entries] = lines.map(({ line, number }) => parseLine(line, number, name));
  const numbers = lines.slice(1).map(({ number }) => number);
  return checked({ header, entries } as Transcript, numbers, name);
}

/** A transcript that was made by a program, numbered as `formatTranscript` would write it. */
export function checkTranscript(transcript: Transcript, name: string): NumberedTranscript {
  if (!isWireMessage(transcript) || !Array.isArray(transcript.entries)) {
    throw new TranscriptError('bad_transcript', `${name} has no header and entries`);
  }
  return checked(
    transcript,
    transcript.entries.map((_entry, index) => index + 2),
    name,
  );
}

function checked(
  transcript: Transcript,
  lines: readonly number[],
  name: string,
): NumberedTranscript {
  const header: unknown = transcript.header;
  if (!isHeader(header)) {
    throw new TranscriptError(
      'bad_transcript',
      `${name} does not begin with a transcript's header`,
    );
  }
  if (header.transcript !== 1) {
    const version = String(header.transcript);
    throw new TranscriptError('bad_transcript', `${name} has the unknown format ${version}`);
  }
  transcript.entries.forEach((entry, index) => {
    if (isEntry(entry)) return;
    throw new TranscriptError('bad_transcript', `${name}:${String(lines[index])} is no entry`);
  });
  return { transcript, lines };
}

export function isMessage(entry: TranscriptEntry): entry is MessageEntry {
  return 'message' in entry;
}

export function isEnd(entry: TranscriptEntry): entry is EndEntry {
  return 'end' in entry;
}

/** Whether a value can stand as a message in a transcript. */
export function isWireMessage(value: unknown): value is WireMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseLine(line: string, number: number, name: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new TranscriptError('bad_transcript', `${name}:${String(number)} is no JSON`, {
      cause,
    });
  }
}

function isHeader(value: unknown): value is TranscriptHeader {
  return isWireMessage(value) && 'transcript' in value;
}

function isEntry(value: unknown): boolean {
  if (!isWireMessage(value) || typeof value['at'] !== 'number') return false;
  if ('end' in value) return isWireMessage(value['end']);
  if ('message' in value) {
    return isWireMessage(value['message']) && /^(client|server)$/.test(String(value['from']));
  }
  return value['from'] === 'server' && ('text' in value || 'invalid' in value);
}
