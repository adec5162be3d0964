import { getEventListeners } from 'node:events';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Codex, type Handlers, defer } from '../../runtime/index.js';
import { spawnProcess } from '../../runtime/process/spawn.js';
import { type Life, type Operation, operations, WrongAnswer } from './operations.js';
import { faultNames, faults } from './faults.js';
import type { Random } from './random.js';
import type { Report } from './report.js';

const peer = fileURLToPath(new URL('../support/misbehaving-peer.mjs', import.meta.url));

/** Nothing takes this long, in milliseconds, unless it hangs. */
const patienceMs = 10_000;

const lottery = Object.entries(operations).flatMap(([name, operation]) =>
  Array.from({ length: operation.weight }, () => [name, operation] as const),
) as [readonly [string, Operation]];

/** One client from its start to its end, and what it was asked to do meanwhile. */
export class ClientLife implements Life {
  readonly codex: Codex;
  readonly random: Random;
  threads!: Life['threads'];
  readonly #report: Report;
  readonly #controllers: AbortController[] = [];
  readonly #timers: Promise<void>[] = [];
  readonly #running = new Map<Promise<void>, string>();
  readonly #children: { readonly pid: number; gone: boolean }[] = [];
  readonly #mayRestart: boolean;
  /** Whether the runtime may be gone, so that what is under way may end with it. */
  #mayBeGone = false;

  constructor(random: Random, report: Report) {
    this.random = random;
    this.#report = report;
    this.#mayRestart = random.chance(0.3);
    this.codex = new Codex({
      launchArgs: [process.execPath, peer],
      spawn: async (...args) => {
        const child = await spawnProcess(...args);
        const known = { pid: child.pid as number, gone: false };
        this.#children.push(known);
        void child.exited.then(() => (known.gone = true));
        return child;
      },
      restart: this.#mayRestart ? 'on-crash' : 'never',
      maxInFlight: random.pick([4, 16, 64]),
      retry: { maxAttempts: 3, initialDelayMs: 1, maxDelayMs: 4 },
      handlers: handlers(random),
      onWarning: () => {},
      onProtocolError: () => {},
      onHandlerError: () => {},
    });
    this.codex.onOpenRequest((request) => {
      void setImmediate().then(() => {
        request.respond({ decision: 'accept' });
        if (request.respond({})) report.problem('a request of the server took two answers');
      });
    });
  }

  readonly controller = (): AbortController => {
    const controller = new AbortController();
    this.#controllers.push(controller);
    return controller;
  };

  readonly later = (delayMs: number, then: () => void): void => {
    this.#timers.push(pause(delayMs).then(then));
  };

  /** Carries out a number of operations, breaks what may be broken, and ends the client. */
  async live(count: number): Promise<void> {
    const thread = (): ReturnType<Codex['threadStart']> => this.codex.threadStart();
    this.threads = [await thread(), await thread(), await thread()];
    const faultAt = this.random.chance(0.6) ? this.random.below(count) : -1;
    for (let index = 0; index < count; index++) {
      if (index === faultAt) this.#break();
      this.#begin();
      // No more than the client has room for, so that most are under way and few wait.
      if (this.#running.size >= 40) await Promise.race(this.#running.keys());
      if (this.codex.signal.aborted) break;
    }
    if (this.random.chance(0.6)) await this.#allEnded('the client was open');
    this.#mayBeGone = true;
    await this.#close();
    await this.#look();
  }

  #begin(): void {
    const [name, operation] = this.random.pick(lottery);
    const running = operation.run(this).then(
      () => {
        this.#report.done(name, 'ok');
      },
      (error: unknown) => {
        this.#failed(name, operation, error);
      },
    );
    this.#running.set(running, name);
    void running.finally(() => this.#running.delete(running));
  }

  #failed(name: string, { mayFail = [] }: Operation, thrown: unknown): void {
    const error = thrown as Error;
    const isGone = this.#mayBeGone && error.name === 'TransportClosedError';
    if (isGone || mayFail.includes(error.name)) this.#report.done(name, error.name);
    else
      this.#report.problem(
        `${name}: ${error instanceof WrongAnswer ? error.message : error.stack}`,
      );
  }

  #break(): void {
    this.#mayBeGone = true;
    const name = this.random.pick(faultNames);
    const child = this.#children.at(-1);
    if (!child) return;
    faults[name]?.(this.codex, child.pid);
    this.#report.done(`fault: ${name}`, 'done');
  }

  async #close(): Promise<void> {
    const closing = Promise.all([this.codex.close(), this.codex.close(), this.codex.closed]);
    const isClosed = await Promise.race([
      closing.then(() => true),
      pause(patienceMs, false, { ref: false }),
    ]);
    if (!isClosed) this.#report.problem('close() hangs');
  }

  async #allEnded(when: string): Promise<void> {
    const all = Promise.all(this.#running.keys());
    const ended = all.then(() => true);
    if (await Promise.race([ended, pause(patienceMs, false, { ref: false })])) return;
    const names = [...this.#running.values()].join(', ');
    this.#report.problem(`pending for ${patienceMs} ms while ${when}: ${names}`);
  }

  /** Looks for what the client has left behind. */
  async #look(): Promise<void> {
    // Those who waited for the client itself have been told; their own code may take a few turns.
    for (let turn = 0; turn < 10 && this.#running.size > 0; turn++) await setImmediate();
    await this.#allEnded('the client was closed');
    await Promise.all(this.#timers);
    for (const { signal } of this.#controllers) {
      if (getEventListeners(signal, 'abort').length > 0) this.#report.problem('a listener is left');
    }
    if (this.codex.openRequests.size > 0) this.#report.problem('a request is still open');
    for (const { pid, gone } of this.#children) {
      if (!gone || exists(pid)) this.#report.problem(`process ${pid} is left`);
    }
  }
}

function handlers(random: Random): Handlers {
  return {
    fileChangeApproval: defer,
    commandApproval: async ({ itemId }, { signal }) => {
      if (random.chance(0.5)) await setImmediate();
      switch (itemId) {
        case 'throws':
          throw new Error('as it was told');
        case 'rubbish':
          return undefined as never;
        case 'waits':
          return new Promise<never>((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(new Error('not needed any more'));
            });
          });
        default:
          return { decision: itemId as 'accept' };
      }
    },
  };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
