import { difference, type Difference } from './difference.js';
import { isEnd, isMessage, type TranscriptEntry, type WireMessage } from './format.js';

export interface ScoreOptions {
  readonly strict: boolean;
  readonly ignore: ReadonlySet<string>;
}

/** An entry of the server whose time has come. */
export interface Due {
  readonly entry: TranscriptEntry;
  /** The message with the ids of this client, if the entry is one. */
  readonly message: WireMessage | undefined;
  /** The time since the entry before it was due. */
  readonly pauseMs: number;
}

export type Verdict =
  | { readonly kind: 'fits'; readonly answers: readonly WireMessage[] }
  | { readonly kind: 'deviation'; readonly reason: string };

const fits: Verdict = { kind: 'fits', answers: [] };

/** A transcript while it is played: what has been sent again, and what is due. It knows no time. */
export class Score {
  readonly #entries: readonly TranscriptEntry[];
  readonly #options: ScoreOptions;
  /** Indexes of the client's messages that have been sent again, and of those left out for good. */
  readonly #sent = new Set<number>();
  readonly #skipped = new Set<number>();
  /** The id that a recorded request has now. */
  readonly #ids = new Map<unknown, unknown>();
  /** Answers to requests that were skipped, by recorded id, should they be sent after all. */
  readonly #held = new Map<unknown, WireMessage>();
  #next = 0;

  constructor(entries: readonly TranscriptEntry[], options: ScoreOptions) {
    this.#entries = entries;
    this.#options = options;
  }

  /** Whether nothing is left but an end that the client itself made. */
  get finished(): boolean {
    return this.#entries.slice(this.#next).every((entry, index) => {
      if (isEnd(entry)) return entry.end.reason === 'closed';
      return isClient(entry) && this.#isDone(this.#next + index);
    });
  }

  /** The next entry of the server, if everything of the client before it has been sent. */
  next(): Due | undefined {
    for (; this.#next < this.#entries.length; this.#next++) {
      const index = this.#next;
      const entry = this.#entries[index] as TranscriptEntry;
      if (isClient(entry)) {
        if (!this.#isDone(index)) return undefined;
        continue;
      }
      if (isEnd(entry) && entry.end.reason === 'closed') return undefined;
      const message = isMessage(entry) ? this.#withOwnId(entry.message) : undefined;
      if (isMessage(entry) && message === undefined) continue;
      this.#next++;
      return { entry, message, pauseMs: entry.at - (this.#entries[index - 1]?.at ?? 0) };
    }
    return undefined;
  }

  /** Takes a message of the client. */
  sent(message: WireMessage): Verdict {
    const index = this.#find(message);
    if (index === undefined) {
      return this.#options.strict
        ? { kind: 'deviation', reason: this.#describeDeviation(message) }
        : unrecorded(message);
    }
    this.#sent.add(index);
    if (!this.#options.strict) this.#skipBefore(index);
    const recorded = this.#messageAt(index);
    if (!isRequest(recorded)) return fits;
    this.#ids.set(recorded['id'], message['id']);
    const held = this.#held.get(recorded['id']);
    return held ? { kind: 'fits', answers: [{ ...held, id: message['id'] }] } : fits;
  }

  /** What the transcript waits for, in words. */
  describeNext(): string {
    const index = this.#entries.findIndex(
      (entry, at) => at >= this.#next && (!isClient(entry) || !this.#isDone(at)),
    );
    const entry = this.#entries[index];
    if (!entry) return 'nothing';
    const line = `line ${String(index + 2)}`;
    if (!isMessage(entry)) return line;
    return `${line}, ${describe(entry.message)} of the ${entry.from}`;
  }

  #isDone(index: number): boolean {
    return this.#sent.has(index) || this.#skipped.has(index);
  }

  #messageAt(index: number): WireMessage {
    const entry = this.#entries[index];
    return entry && isMessage(entry) ? entry.message : {};
  }

  /** The recorded message that this one is; in lenient mode best one that is the same in all. */
  #find(message: WireMessage): number | undefined {
    let alike: number | undefined;
    for (const index of this.#unsent()) {
      const recorded = this.#messageAt(index);
      if (!isAlike(recorded, message)) continue;
      if (!this.#difference(recorded, message)) return index;
      alike ??= index;
    }
    return this.#options.strict ? undefined : alike;
  }

  *#unsent(): Generator<number> {
    for (const [index, entry] of this.#entries.entries()) {
      if (isClient(entry) && !this.#sent.has(index)) yield index;
    }
  }

  #difference(recorded: WireMessage, message: WireMessage): Difference | undefined {
    if (recorded['method'] === 'initialize') return undefined;
    const { ignore } = this.#options;
    if ('method' in recorded) return difference(recorded['params'], message['params'], ignore);
    const { id: _recorded, ...expected } = recorded;
    const { id: _sent, ...answer } = message;
    return difference(expected, answer, ignore);
  }

  /** A client that is past a message has left out what came before it. */
  #skipBefore(index: number): void {
    for (const before of this.#unsent()) {
      if (before >= index) return;
      this.#skipped.add(before);
    }
  }

  /** The message as this client is to get it; undefined for an answer that it has not asked for. */
  #withOwnId(message: WireMessage): WireMessage | undefined {
    if ('method' in message) return message;
    const recorded = message['id'];
    if (this.#ids.has(recorded)) return { ...message, id: this.#ids.get(recorded) };
    this.#held.set(recorded, message);
    return undefined;
  }

  #describeDeviation(message: WireMessage): string {
    for (const index of this.#unsent()) {
      const recorded = this.#messageAt(index);
      if (!isAlike(recorded, message)) continue;
      const { pointer, recorded: was, sent } = this.#difference(recorded, message) as Difference;
      return (
        `got another ${describe(message)} than was recorded in line ${String(index + 2)}: ` +
        `${pointer || '/'} was ${was ?? 'absent'} and is ${sent ?? 'absent'}`
      );
    }
    return `got ${describe(message)}, which was not recorded here, and waits for ${this.describeNext()}`;
  }
}

function isClient(entry: TranscriptEntry): boolean {
  return isMessage(entry) && entry.from === 'client';
}

function isRequest(message: WireMessage): boolean {
  return 'method' in message && 'id' in message;
}

/** Whether two messages are of one kind: of one method, or answers to one request. */
function isAlike(recorded: WireMessage, message: WireMessage): boolean {
  if (recorded['method'] !== message['method']) return false;
  if ('method' in recorded) return 'id' in recorded === 'id' in message;
  return recorded['id'] === message['id'];
}

function describe(message: WireMessage): string {
  if ('method' in message) {
    return `the ${'id' in message ? 'request' : 'notification'} ${String(message['method'])}`;
  }
  return `the answer to request ${String(message['id'])}`;
}

/** In lenient mode: what was never recorded is refused if it wants an answer. */
function unrecorded(message: WireMessage): Verdict {
  if (!isRequest(message)) return fits;
  const error = { code: -32601, message: `${describe(message)} is not in the transcript` };
  return { kind: 'fits', answers: [{ error, id: message['id'] }] };
}
