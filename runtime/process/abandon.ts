import type { SpawnedProcess } from './spawned-process.js';

/**
 * Ends, as far as it can be ended, what a `spawn` function of the user's own gave back in place of a
 * process: most of all a ChildProcess, which runs. Nobody could tell when it is gone, so it is told once,
 * by all that it understands. Never throws, and lets nothing be thrown later.
 */
export function abandon(child: Partial<SpawnedProcess> | null | undefined): void {
  // With nobody to hear it, an 'error' of an emitter would end this program.
  for (const emitter of [child, child?.stdin, child?.stdout, child?.stderr]) {
    attempt(() =>
      (emitter as Partial<NodeJS.EventEmitter> | null | undefined)?.on?.('error', noop),
    );
  }
  attempt(() => child?.stdin?.end());
  attempt(() => child?.kill?.('SIGTERM'));
}

function attempt(step: () => unknown): void {
  try {
    Promise.resolve(step()).catch(noop);
  } catch {
    // The next step follows all the same.
  }
}

function noop(): void {}
