import { drained } from '../process/drain.js';
import { mergeEnvironment } from '../process/environment.js';
import { startProcess } from '../process/start.js';
import type { ProcessExit, SpawnedProcess, SpawnProcess } from '../process/spawned-process.js';
import { StderrTail } from '../process/stderr-tail.js';
import { STOP_GRACES, stopProcess, type StopGraces } from '../process/stop.js';
import { TIMED_OUT, within } from '../util/within.js';
import { LineSplitter } from '../rpc/line-splitter.js';
import type { CloseInfo, Transport, TransportEvents } from '../rpc/transport.js';
import { closedError } from './closed.js';
import { DEFAULT_MAX_MESSAGE_BYTES, outboundProblem } from './outbound-limit.js';
import { WriteQueue } from './write-queue.js';

export interface StdioTransportOptions {
  /** The program: best an absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** The working directory of the process. Default: that of this process. */
  readonly cwd?: string | undefined;
  /** The whole environment of the process. Default: that of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Starts the process in another way. Default: as a child of this process. */
  readonly spawn?: SpawnProcess | undefined;
  /** Gets each line of the process's standard error. What it throws is ignored. */
  readonly onStderr?: ((line: string) => void) | undefined;
  /** The longest message in either direction, in bytes. Default: 256 MiB. */
  readonly maxMessageBytes?: number | undefined;
  /** How patient the steps of `close()` are. Default: 2 seconds each. */
  readonly graces?: StopGraces | undefined;
}

/**
 * How long a process may take to exit after one of its pipes broke, in milliseconds. A pipe usually
 * breaks because of the exit, and then the exit is the better account.
 */
const EXIT_FOLLOWS_MS = 500;

type Cause = Pick<CloseInfo, 'reason'> & Partial<CloseInfo>;

/**
 * Speaks to a process over its stdin and stdout, one message per line. It owns the process: whatever
 * ends the connection, the process is ended too. While it is open it keeps this program alive.
 */
export class StdioTransport implements Transport {
  readonly #options: StdioTransportOptions;
  readonly #limit: number;
  readonly #graces: StopGraces;
  readonly #stderr: StderrTail;
  readonly #splitter: LineSplitter;
  #events: TransportEvents | undefined;
  #process: SpawnedProcess | undefined;
  #writes: WriteQueue | undefined;
  #starting: Promise<SpawnedProcess> | undefined;
  #closing: Promise<void> | undefined;
  #stopping: Promise<ProcessExit | undefined> | undefined;
  #broken = false;
  /** Why the connection ends, as soon as it is known. The first one stays. */
  #cause: Cause | undefined;

  constructor(options: StdioTransportOptions) {
    this.#options = options;
    this.#limit = options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
    this.#graces = options.graces ?? STOP_GRACES;
    this.#stderr = new StderrTail(options.onStderr);
    this.#splitter = new LineSplitter(
      {
        line: (text) => {
          if (this.#delivers()) this.#events?.message(text);
        },
        invalid: (error, bytes) => {
          if (this.#delivers()) this.#events?.invalid(error, bytes);
        },
      },
      { maxMessageBytes: this.#limit },
    );
  }

  /** Resolves when the process runs. Rejects with a `StartupError` if it cannot be started. */
  async open(events: TransportEvents): Promise<void> {
    if (this.#starting || this.#closing) throw closedError();
    const { command, args, cwd, spawn } = this.#options;
    const env = this.#options.env ?? mergeEnvironment(process.env);
    this.#starting = startProcess(command, args, { cwd, env, spawn });
    const child = await this.#starting;
    this.#process = child;
    this.#attach(child);
    if (this.#closing) {
      await this.#stop();
      throw closedError();
    }
    this.#events = events;
  }

  send(text: string): Promise<void> {
    if (!this.#writes || this.#cause) return Promise.reject(closedError(this.#cause?.error));
    const problem = outboundProblem(text, this.#limit);
    return problem ? Promise.reject(problem) : this.#writes.write(`${text}\n`);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#cause ??= { reason: 'closed' };
    // Not for ever: a `spawn` of the user's own may never settle. If it does later, open() sees to it.
    if (this.#starting) await within(this.#starting.then(ignore, ignore), this.#graces.killMs);
    const exit = await this.#stop();
    if (exit && this.#cause.reason === 'closed') {
      const { exitCode, signal } = exit;
      this.#cause = { reason: 'closed', exitCode, signal };
    }
    this.#report();
  }

  #attach(child: SpawnedProcess): void {
    const { stdin, stdout, stderr } = child;
    this.#writes = new WriteQueue(stdin, (error) => void this.#pipeBroke(error));
    stdout.on('data', (chunk: Uint8Array | string) => this.#read(asBytes(chunk)));
    stdout.on('error', (error) => void this.#pipeBroke(error));
    stdout.on('end', () => {
      this.#splitter.end();
      void this.#pipeBroke();
    });
    stdout.on('close', () => void this.#pipeBroke());
    stderr?.on('data', (chunk: Uint8Array | string) => this.#stderr.push(asBytes(chunk)));
    // Losing the diagnostics is no reason to lose the connection.
    stderr?.on('error', () => {});
    child.exited.then(
      (exit?: ProcessExit) => {
        const { exitCode = null, signal = null } = exit ?? {};
        void this.#exited({ reason: 'exited', exitCode, signal });
      },
      (error: unknown) => void this.#exited({ reason: 'failed', error: asError(error) }),
    );
  }

  /** Reads on after the end of the connection, so that the process can end as well. */
  #read(chunk: Uint8Array): void {
    try {
      this.#splitter.push(chunk);
    } catch (error) {
      this.#fail({ reason: 'failed', error: asError(error) });
    }
  }

  /** What is read after an exit was written before it; after any other end it comes too late. */
  #delivers(): boolean {
    return this.#cause === undefined || this.#cause.reason === 'exited';
  }

  async #pipeBroke(error?: Error): Promise<void> {
    if (this.#broken || this.#cause || !this.#process) return;
    this.#broken = true;
    const exit = await within(this.#process.exited.then(ignore, ignore), EXIT_FOLLOWS_MS);
    if (exit === TIMED_OUT) this.#fail({ reason: 'disconnected', ...(error ? { error } : {}) });
  }

  async #exited(cause: Cause): Promise<void> {
    if (this.#cause) return;
    this.#cause = cause;
    await this.#stop();
    this.#report();
  }

  #fail(cause: Cause): void {
    if (this.#cause) return;
    this.#cause = cause;
    void this.#stop();
    this.#report();
  }

  #stop(): Promise<ProcessExit | undefined> {
    if (!this.#process) return Promise.resolve(undefined);
    this.#stopping ??= this.#endProcess(this.#process);
    return this.#stopping;
  }

  async #endProcess(child: SpawnedProcess): Promise<ProcessExit | undefined> {
    const { stdin, stdout, stderr } = child;
    this.#writes?.end();
    const exit = await stopProcess(child, this.#graces);
    await Promise.all([drained(stdout), stderr && drained(stderr)]);
    this.#splitter.end();
    this.#stderr.end();
    stdin.destroy();
    stdout.destroy();
    stderr?.destroy();
    return exit;
  }

  #report(): void {
    const events = this.#events;
    if (!events || !this.#cause) return;
    this.#events = undefined;
    const stderr = this.#stderr.text();
    events.closed({ exitCode: null, signal: null, stderr, ...this.#cause });
  }
}

function ignore(): void {}

/** A stream of the user's own may have an encoding set. */
function asBytes(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
