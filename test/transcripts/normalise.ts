import { hostname } from 'node:os';
import type { Transcript, TranscriptEntry } from '../../runtime/testing/index.js';

/** A time that stands for every other, in seconds. */
const NOW = 1_800_000_000;

/** Notifications about the machine, not the session. */
const ofTheMachine = new Set(['configWarning', 'remoteControl/status/changed']);

/**
 * Takes out of a session what another recording of the same would have otherwise: ids, times, places
 * and the machine. Equal ids stay equal, and different ones different.
 */
export class Normaliser {
  readonly #ids = new Map<string, string>();
  readonly #salts = new Map<string, string>();

  transcript({ header, entries }: Transcript): Transcript {
    const { transcript, runtime, sdk } = header;
    const kept = entries.filter(
      (entry) => !('message' in entry && ofTheMachine.has(String(entry.message['method']))),
    );
    return {
      header: { transcript, runtime, sdk },
      entries: kept.map((entry) => this.#entry(entry)),
    };
  }

  /** A JSON value; `key` is the name of the property that it belongs to. */
  value(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return this.#text(value, key);
    if (typeof value === 'number') return number(value, key);
    if (Array.isArray(value)) return value.map((item) => this.value(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        this.#text(name, ''),
        this.value(member, name),
      ]),
    );
  }

  #entry(entry: TranscriptEntry): TranscriptEntry {
    if ('end' in entry) return { at: 0, end: { ...entry.end, stderr: '' } };
    return { ...(this.value(entry) as TranscriptEntry), at: 0 };
  }

  #text(text: string, key: string): string {
    if (key === 'serverName' && text === hostname()) return 'machine';
    if (key === 'processId') return '1';
    return text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) =>
        this.#id(id),
      )
      .replace(
        /\b((?:msg|rs|call|resp|fc|ctc)_)([0-9a-f]{8})(?=_)/g,
        (_, kind: string, salt: string) => kind + this.#salt(salt),
      )
      .replace(/\/[^\s"':]*\/codex-scripted-\w{6}\b/g, '/scripted')
      .replace(/\d{4}-\d\d-\d\dT\d\d[:-]\d\d[:-]\d\d(?:\.\d+)?(?=Z|-)/g, '2027-01-15T08-00-00')
      .replace(/(?<=sessions\/)\d{4}\/\d\d\/\d\d/g, '2027/01/15')
      .replace(/(?<=127\.0\.0\.1:)\d+/g, '1')
      .replace(/^([^/\s]+\/[\d.]+) \(.*\)$/, '$1 (machine)')
      .replaceAll(/Wall time: [\d.]+ seconds/g, 'Wall time: 0.1 seconds')
      .replaceAll(/(?<=Chunk ID: )[0-9a-f]{6}/g, '000000');
  }

  #id(id: string): string {
    if (id.startsWith('00000000-')) return id;
    let normal = this.#ids.get(id);
    if (normal === undefined) {
      normal = `00000000-0000-7000-8000-${String(this.#ids.size + 1).padStart(12, '0')}`;
      this.#ids.set(id, normal);
    }
    return normal;
  }

  #salt(salt: string): string {
    let normal = this.#salts.get(salt);
    if (normal === undefined) {
      normal = String(this.#salts.size + 1).padStart(8, '0');
      this.#salts.set(salt, normal);
    }
    return normal;
  }
}

function number(value: number, key: string): number {
  if (/durationMs$/i.test(key)) return 100;
  if (key === 'timeUsedSeconds') return 1;
  if (key.endsWith('Ms') && value > 1e12) return NOW * 1000;
  if (key.endsWith('At') && value > 1e9 && value < 1.9e9) return NOW;
  return value;
}
