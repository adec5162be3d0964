import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { TrafficCheck } from './traffic-check.js';

/** What runtimes said and heard, as the tap writes it into a folder; read on from where it was. */
export class TrafficLog {
  readonly #folder: string;
  readonly #connections = new Map<string, Connection>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How many connections to runtimes there were. */
  get connections(): number {
    return [...this.#connections.keys()].filter((name) => !name.startsWith('listening')).length;
  }

  /** How many lines the runtimes said. */
  get lines(): number {
    return [...this.#connections.values()].reduce((sum, { lines }) => sum + lines, 0);
  }

  /** What is wrong with what has come since the last call, with the line that it is wrong with. */
  problems(): string[] {
    return this.#files().flatMap((name) => {
      const connection = this.#connections.get(name) ?? new Connection();
      this.#connections.set(name, connection);
      return connection.readOn(join(this.#folder, name));
    });
  }

  /** Whether a runtime listened and nobody is seen to have connected. */
  get missesConnections(): boolean {
    const count = (kind: string): number =>
      this.#files().filter((name) => name.startsWith(kind)).length;
    return count('socket') < count('listening');
  }

  #files(): string[] {
    return readdirSync(this.#folder).filter((name) => name.endsWith('.traffic'));
  }
}

class Connection {
  readonly #check = new TrafficCheck();
  #offset = 0;
  lines = 0;

  readOn(path: string): string[] {
    return this.#newLines(path).flatMap((entry) => {
      const line = entry.slice(1);
      if (entry.startsWith('!')) return [line];
      if (entry.startsWith('>')) this.#check.sent(line);
      if (!entry.startsWith('<')) return [];
      this.lines++;
      return this.#check.received(line).map((problem) => `${problem}\nin ${line}`);
    });
  }

  /** Whole lines only: another process may be writing. */
  #newLines(path: string): string[] {
    const file = openSync(path, 'r');
    try {
      const size = fstatSync(file).size - this.#offset;
      if (size === 0) return [];
      const bytes = Buffer.alloc(size);
      readSync(file, bytes, 0, size, this.#offset);
      const end = bytes.lastIndexOf('\n') + 1;
      this.#offset += end;
      return bytes.subarray(0, end).toString().split('\n').slice(0, -1);
    } finally {
      closeSync(file);
    }
  }
}
