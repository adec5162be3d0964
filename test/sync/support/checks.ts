import { writeSync } from 'node:fs';

const outcomes: Record<string, string> = {};

/** Does one of the things that a program is there to show, and notes whether it could. */
export function check(name: string, body: () => void): void {
  try {
    body();
    outcomes[name] = 'ok';
  } catch (error) {
    outcomes[name] = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Tells the test that started the program. */
export function report(): void {
  writeSync(1, JSON.stringify(outcomes));
}

/** What a function throws. */
export function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}
