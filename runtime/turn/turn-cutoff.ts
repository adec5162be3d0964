import { type Deferred, deferred } from '../util/deferred.js';
import { onAbort } from '../util/on-abort.js';
import { startTimer, type Timer } from '../util/timer.js';

export interface CutoffOptions {
  readonly signal: AbortSignal | undefined;
  /** How long the turn may still take, in milliseconds; `Infinity` for no limit. */
  readonly timeoutMs: number;
  /** How long an interrupted turn may take to end, in milliseconds. */
  readonly graceMs: number;
  readonly interrupt: () => Promise<unknown>;
  readonly ended: Promise<void>;
}

/** Why a turn was cut short by its caller. */
export type Cut =
  | { readonly kind: 'aborted'; readonly reason: unknown }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'disposed' };

/** Interrupts a turn when its signal aborts or its time is up, and waits a while for its end. */
export class TurnCutoff {
  readonly #settled: Deferred<void> = deferred();
  readonly #timers: Timer[] = [];
  readonly #options: CutoffOptions;
  #cut: Cut | undefined;
  #over = false;

  constructor(options: CutoffOptions) {
    this.#options = options;
    const { signal, timeoutMs, ended } = options;
    let unwatch: (() => void) | undefined;
    const stop = (): void => {
      this.#over = true;
      for (const timer of this.#timers) clearTimeout(timer);
      unwatch?.();
      this.#settled.resolve();
    };
    ended.then(stop, stop);
    if (signal) {
      const cut = (): void => {
        this.interrupt({ kind: 'aborted', reason: signal.reason });
      };
      if (signal.aborted) cut();
      else unwatch = onAbort(signal, cut);
    }
    this.#timers.push(
      startTimer(timeoutMs, () => {
        this.interrupt({ kind: 'timeout' });
      }),
    );
  }

  /** Why the turn was cut short, if it was. */
  get cut(): Cut | undefined {
    return this.#cut;
  }

  /** Settles when the turn has ended, or when a turn that was cut short is not waited for any longer. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** Cuts the turn short, unless it has ended or that was done before. */
  interrupt(cut: Cut): void {
    if (this.#over || this.#cut) return;
    this.#cut = cut;
    const { graceMs, interrupt } = this.#options;
    this.#timers.push(
      startTimer(graceMs, () => {
        this.#settled.resolve();
      }),
    );
    // A turn that has just ended cannot be interrupted any more; its end is on the way.
    interrupt().catch(() => {});
  }
}
