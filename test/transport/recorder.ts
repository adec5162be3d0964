import { fileURLToPath } from 'node:url';
import { spawnProcess } from '../../runtime/process/spawn.js';
import type { SpawnedProcess } from '../../runtime/process/spawned-process.js';
import type { CloseInfo, TransportEvents } from '../../runtime/rpc/transport.js';
import { StdioTransport, type StdioTransportOptions } from '../../runtime/transport/stdio.js';

/** Remembers everything that a transport tells. */
export class Recorder implements TransportEvents {
  readonly messages: string[] = [];
  readonly errors: Error[] = [];
  /** How long what was no message was, in bytes. */
  readonly invalidBytes: (number | undefined)[] = [];
  readonly ends: CloseInfo[] = [];
  /** Resolves with the end of the connection. */
  readonly end: Promise<CloseInfo>;
  #end!: (info: CloseInfo) => void;
  #taken = 0;
  #wake: (() => void) | undefined;

  constructor() {
    this.end = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  message(text: string): void {
    this.messages.push(text);
    this.#wake?.();
  }

  invalid(error: Error, bytes?: number): void {
    this.errors.push(error);
    this.invalidBytes.push(bytes);
  }

  closed(info: CloseInfo): void {
    this.ends.push(info);
    this.#end(info);
    this.#wake?.();
  }

  /** The next message that was not taken yet. */
  async next(): Promise<string> {
    while (this.#taken === this.messages.length) {
      if (this.ends.length > 0) throw new Error(`Closed: ${JSON.stringify(this.ends)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#taken += 1;
    return this.messages[this.#taken - 1] ?? '';
  }
}

export interface OpenFixture {
  readonly transport: StdioTransport;
  readonly recorder: Recorder;
  readonly child: SpawnedProcess;
}

/** Options for a program in the directory of fixtures. */
export function fixture(name: string, ...args: readonly string[]): StdioTransportOptions {
  const file = fileURLToPath(new URL(`../process/fixtures/${name}.mjs`, import.meta.url));
  return { command: process.execPath, args: [file, ...args] };
}

/** Opens a transport and gives its process along. */
export async function open(options: StdioTransportOptions): Promise<OpenFixture> {
  const recorder = new Recorder();
  let child: SpawnedProcess | undefined;
  const transport = new StdioTransport({
    ...options,
    spawn: async (...args) => {
      child = await (options.spawn ?? spawnProcess)(...args);
      return child;
    },
  });
  await transport.open(recorder);
  return { transport, recorder, child: child! };
}
