import { turnIdOf } from '../../session/route.js';
import { difference, type Difference } from './difference.js';
import {
  isEnd,
  isMessage,
  type MessageEntry,
  type NumberedTranscript,
  type TranscriptEntry,
  type WireMessage,
} from './format.js';

export interface ScoreOptions {
  readonly strict: boolean;
  readonly ignore: ReadonlySet<string>;
}

/** Something of the server whose time has come. */
export interface Due {
  readonly entry: TranscriptEntry;
  /** The time since the entry before it was due. */
  readonly pauseMs: number;
}

/**
 * A transcript while it is played: what has been sent again, and what is due. It knows no time.
 *
 * The server's entries are due when all that the client had sent before them has been sent again. The
 * client's messages come in the recorded order, since a message may have waited for whatever the server
 * said before it, with two exceptions. Those that stand together, with nothing of the server between
 * them, may change places: none can have waited for what followed another one. And the answer to a
 * question may come as soon as that has been asked, since that is what it waits for.
 */
export class Score {
  readonly #entries: readonly TranscriptEntry[];
  readonly #lines: readonly number[];
  readonly #options: ScoreOptions;
  /** Indexes of the client's messages that have been sent again, and of those left out for good. */
  readonly #sent = new Set<number>();
  readonly #skipped = new Set<number>();
  /** The id that a recorded request has now. */
  readonly #ids = new Map<unknown, unknown>();
  /** What the server answered, by recorded id. */
  readonly #answers: ReadonlyMap<unknown, WireMessage>;
  /**
   * What belongs to requests that were left out, by recorded id, should they be sent after all: the
   * answer, and all of the turn that it began.
   */
  readonly #held = new Map<unknown, TranscriptEntry[]>();
  /** The recorded requests of turns that are held, by the id of the turn. */
  readonly #heldTurns = new Map<string, unknown>();
  /** What is due before anything else. */
  readonly #late: Due[] = [];
  #next = 0;

  constructor({ transcript, lines }: NumberedTranscript, options: ScoreOptions) {
    this.#entries = transcript.entries;
    this.#lines = lines;
    this.#options = options;
    this.#answers = new Map(
      this.#entries.flatMap((entry) =>
        isMessage(entry) && entry.from === 'server' && !('method' in entry.message)
          ? [[entry.message['id'], entry.message]]
          : [],
      ),
    );
  }

  /** Whether nothing is left but an end that the client itself made. */
  get finished(): boolean {
    if (this.#late.length > 0) return false;
    for (let index = this.#next; index < this.#entries.length; index++) {
      const entry = this.#entries[index] as TranscriptEntry;
      if (isEnd(entry) ? entry.end.reason !== 'closed' : !isClient(entry) || !this.#isDone(index)) {
        return false;
      }
    }
    return true;
  }

  /** The next entry of the server, with the ids of this client, if everything before it has been sent. */
  next(): Due | undefined {
    const late = this.#late.shift();
    if (late) return late;
    for (; this.#next < this.#entries.length; this.#next++) {
      const index = this.#next;
      const entry = this.#entries[index] as TranscriptEntry;
      if (isClient(entry)) {
        if (!this.#isDone(index)) return undefined;
        continue;
      }
      if (isEnd(entry) && entry.end.reason === 'closed') return undefined;
      if (this.#holds(entry)) continue;
      this.#next++;
      const pauseMs = entry.at - (this.#entries[index - 1]?.at ?? 0);
      return { entry: this.#withOwnId(entry), pauseMs };
    }
    return undefined;
  }

  /** Takes a message of the client; says what is wrong with it, if it is not one that may come. */
  sent(message: WireMessage): string | undefined {
    const { strict } = this.#options;
    const index = strict ? this.#findNow(message) : this.#findAnywhere(message);
    if (index === undefined) {
      if (strict) return this.#describeDeviation(message);
      this.#refuse(message);
      return undefined;
    }
    this.#sent.add(index);
    if (!strict) this.#skipBefore(index);
    const recorded = this.#messageAt(index);
    if (isRequest(recorded)) this.#answerFrom(recorded['id'], message['id']);
    return undefined;
  }

  /** What the transcript waits for, in words. */
  describeNext(): string {
    for (let index = this.#next; index < this.#entries.length; index++) {
      const entry = this.#entries[index] as TranscriptEntry;
      if (isClient(entry) && this.#isDone(index)) continue;
      if (isEnd(entry)) return `${this.#line(index)}, the end of the connection`;
      if (!isMessage(entry)) return this.#line(index);
      return `${this.#line(index)}, ${describe(entry.message)} of the ${entry.from}`;
    }
    return 'nothing';
  }

  #line(index: number): string {
    return `line ${String(this.#lines[index])}`;
  }

  #isDone(index: number): boolean {
    return this.#sent.has(index) || this.#skipped.has(index);
  }

  #messageAt(index: number): WireMessage {
    const entry = this.#entries[index];
    return entry && isMessage(entry) ? entry.message : {};
  }

  /** The recorded message that this one is, among those that may come now. */
  #findNow(message: WireMessage): number | undefined {
    for (const index of this.#mayComeNow()) {
      if (this.#isSame(index, message)) return index;
    }
    return undefined;
  }

  /** The recorded message that this one is: best one that is the same in all. */
  #findAnywhere(message: WireMessage): number | undefined {
    let alike: number | undefined;
    for (const index of this.#unsent(0)) {
      const recorded = this.#messageAt(index);
      if (!isAlike(recorded, message)) continue;
      if (!this.#difference(recorded, message)) return index;
      alike ??= index;
    }
    return alike;
  }

  #isSame(index: number, message: WireMessage): boolean {
    const recorded = this.#messageAt(index);
    return isAlike(recorded, message) && !this.#difference(recorded, message);
  }

  *#unsent(from: number): Generator<number> {
    for (let index = from; index < this.#entries.length; index++) {
      if (isClient(this.#entries[index]) && !this.#sent.has(index)) yield index;
    }
  }

  /** The client's messages that may come now, in strict mode. */
  *#mayComeNow(): Generator<number> {
    let isTogether = true;
    let isFirst = true;
    for (let index = this.#next; index < this.#entries.length; index++) {
      if (!isClient(this.#entries[index])) {
        if (!isFirst) isTogether = false;
      } else if (!this.#sent.has(index) && (isTogether || this.#answersWhatWasAsked(index))) {
        isFirst = false;
        yield index;
      }
    }
  }

  /** Whether the entry answers a question of the server that has been played. */
  #answersWhatWasAsked(index: number): boolean {
    const { id, method } = this.#messageAt(index);
    if (method !== undefined) return false;
    const question = this.#entries.findLastIndex(
      (entry, at) => at < index && isMessage(entry) && isQuestion(entry, id),
    );
    return question >= 0 && question < this.#next;
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
    for (const before of this.#unsent(0)) {
      if (before >= index) return;
      if (this.#skipped.has(before)) continue;
      this.#skipped.add(before);
      const recorded = this.#messageAt(before);
      if (isRequest(recorded)) this.#hold(recorded['id']);
    }
  }

  #hold(recordedId: unknown): void {
    this.#held.set(recordedId, []);
    const turnId = turnBegunBy(this.#answers.get(recordedId));
    if (turnId !== undefined) this.#heldTurns.set(turnId, recordedId);
  }

  /** Keeps back what belongs to a request that was left out. An answer to no request at all is dropped. */
  #holds(entry: TranscriptEntry): boolean {
    if (!isMessage(entry)) return false;
    const { id, method, params } = entry.message;
    if (typeof method !== 'string') {
      this.#held.get(id)?.push(entry);
      return !this.#ids.has(id);
    }
    const turnId = turnIdOf(method, params);
    const held = turnId === undefined ? undefined : this.#held.get(this.#heldTurns.get(turnId));
    held?.push(entry);
    return held !== undefined;
  }

  /** The recorded request is sent under this id: what was held of it is due. */
  #answerFrom(recordedId: unknown, id: unknown): void {
    this.#ids.set(recordedId, id);
    const held = this.#held.get(recordedId) ?? [];
    this.#held.delete(recordedId);
    for (const entry of held) this.#late.push({ entry: this.#withOwnId(entry), pauseMs: 0 });
  }

  /** What was never recorded is refused, if it wants an answer. */
  #refuse(message: WireMessage): void {
    if (!isRequest(message)) return;
    const error = { code: -32601, message: `${describe(message)} is not in the transcript` };
    const answer = { error, id: message['id'] };
    this.#late.push({ entry: { at: 0, from: 'server', message: answer }, pauseMs: 0 });
  }

  #withOwnId(entry: TranscriptEntry): TranscriptEntry {
    if (!isMessage(entry) || 'method' in entry.message) return entry;
    const { message } = entry;
    return { ...entry, message: { ...message, id: this.#ids.get(message['id']) } };
  }

  #describeDeviation(message: WireMessage): string {
    for (const index of this.#unsent(this.#next)) {
      if (!this.#isSame(index, message)) continue;
      return `got ${describe(message)} of ${this.#line(index)} too early: it waits for ${this.describeNext()}`;
    }
    for (const index of this.#mayComeNow()) {
      const recorded = this.#messageAt(index);
      if (!isAlike(recorded, message)) continue;
      const { pointer, recorded: was, sent } = this.#difference(recorded, message) as Difference;
      return (
        `got ${describe(message)} with something else than was recorded in ${this.#line(index)}: ` +
        `${pointer || '/'} was ${was ?? 'absent'} and is ${sent ?? 'absent'}`
      );
    }
    return `got ${describe(message)}, which was not recorded here, and waits for ${this.describeNext()}`;
  }
}

function isClient(entry: TranscriptEntry | undefined): boolean {
  return entry !== undefined && isMessage(entry) && entry.from === 'client';
}

function isQuestion({ from, message }: MessageEntry, id: unknown): boolean {
  return from === 'server' && isRequest(message) && message['id'] === id;
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

function turnBegunBy(answer: WireMessage | undefined): string | undefined {
  const { turn } = (answer?.['result'] ?? {}) as { turn?: { id?: unknown } | null };
  return typeof turn?.id === 'string' ? turn.id : undefined;
}

function describe(message: WireMessage): string {
  if ('method' in message) {
    return `the ${'id' in message ? 'request' : 'notification'} ${String(message['method'])}`;
  }
  return `the answer to request ${String(message['id'])}`;
}
