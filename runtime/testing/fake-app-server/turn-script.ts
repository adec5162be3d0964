import { FakeServerError } from './errors.js';
import { soon } from './event-loop.js';
import type { Faults } from './faults.js';
import type { FakeTurn } from './fake-turn.js';

/**
 * What happens in one turn: a text is the agent's one message. A function says it by the turn it is
 * given; the turn is completed when it returns (a text it returns is said before). If it throws, the
 * turn fails, and the server keeps the error.
 */
export type TurnScript = string | TurnFunction;

/** Says what happens in a turn. The turn is completed when it returns, or its promise resolves. */
export type TurnFunction = (
  turn: FakeTurn,
) => string | void | PromiseLike<string | void> | PromiseLike<unknown>;

/** What happens in turns: a list, one entry for each, or one function for all. */
export type TurnScripts = readonly TurnScript[] | TurnFunction;

/** A turn that nothing happens in until the test ends it: by `complete`, `fail` or `interrupt`. */
export const byHand: TurnFunction = (turn) => turn.ended;

/** Hands out scripts and plays them. */
export class TurnPlayer {
  readonly #faults: Faults;
  readonly #list: TurnScript[] = [];
  readonly #each: TurnFunction | undefined;
  readonly #playing = new Set<Promise<void>>();
  #isScripted = false;
  #throwsLate = false;
  #count = 0;

  constructor(faults: Faults, scripts: TurnScripts | undefined) {
    this.#faults = faults;
    if (typeof scripts === 'function') this.#each = scripts;
    else if (scripts) this.add(scripts);
  }

  /** Entries that no turn has had yet. */
  get remaining(): number {
    return this.#list.length;
  }

  add(scripts: readonly TurnScript[]): void {
    this.#isScripted = true;
    this.#list.push(...scripts);
  }

  /** Whether a test has written what happens, so that nothing happens by itself. */
  get isScripted(): boolean {
    return this.#isScripted || this.#each !== undefined;
  }

  /** Puts a script before all others, for the turn that is played next. */
  addFirst(script: TurnScript): void {
    this.#list.unshift(script);
  }

  /**
   * Plays the next script.
   *
   * @param conclude Says what the script has returned.
   */
  play(turn: FakeTurn, conclude: (text: string | undefined) => void = message(turn)): void {
    this.#count += 1;
    const playing = this.#play(turn, this.#next(), conclude);
    this.#playing.add(playing);
    void playing.finally(() => this.#playing.delete(playing));
  }

  /**
   * Lets the scripts end that end with their turns, which all have ended. One that waits for something
   * else may never end, so nobody waits for it.
   *
   * @param throwsLate Whether what such a script throws from now on is an unhandled rejection.
   */
  async close(throwsLate: boolean): Promise<void> {
    for (let round = 0; this.#playing.size > 0 && round < 10; round++) {
      await new Promise<void>((resolve) => {
        soon(resolve);
      });
    }
    this.#throwsLate = throwsLate;
  }

  async #play(
    turn: FakeTurn,
    script: TurnScript | undefined,
    conclude: (text: string | undefined) => void,
  ): Promise<void> {
    try {
      if (script === undefined) throw this.#exhausted();
      const text = typeof script === 'string' ? script : await script(turn);
      if (turn.isOver) return;
      conclude(typeof text === 'string' ? text : undefined);
      turn.complete();
    } catch (error) {
      if (turn.isOver && isTurnOver(error)) return;
      const fault = asFault(error, turn.id);
      this.#faults.add(fault);
      if (this.#throwsLate) throw fault;
      turn.fail(fault.message);
    }
  }

  #next(): TurnScript | undefined {
    return this.#list.shift() ?? this.#each ?? (this.#isScripted ? undefined : 'Done.');
  }

  #exhausted(): FakeServerError {
    const nth = String(this.#count);
    return new FakeServerError('script_exhausted', `The script has nothing for turn ${nth}`);
  }
}

/** What a script returns is the agent's last message. */
function message(turn: FakeTurn): (text: string | undefined) => void {
  return (text) => {
    if (text !== undefined) turn.message(text);
  };
}

function isTurnOver(error: unknown): boolean {
  return error instanceof FakeServerError && error.code === 'turn_over';
}

function asFault(error: unknown, turnId: string): FakeServerError {
  if (error instanceof FakeServerError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new FakeServerError('script_failed', `The script of turn ${turnId} threw: ${why}`, {
    cause: error,
  });
}
