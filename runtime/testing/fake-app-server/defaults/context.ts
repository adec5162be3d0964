import type { FakeTurn } from '../fake-turn.js';
import type { Accounts } from '../accounts.js';
import type { Goals } from '../goals.js';
import type { Threads } from '../threads.js';
import type { Wire } from '../wire.js';

/** What the server's own answers are made from. */
export interface DefaultsContext {
  readonly wire: Wire;
  readonly threads: Threads;
  readonly goals: Goals;
  readonly accounts: Accounts;
  /** Runs a turn: says that it begins, plays its script, ends it. */
  readonly run: (turn: FakeTurn, how?: RunOptions) => void;
  readonly newId: (kind: string) => string;
}

export interface RunOptions {
  /** Says that the turn begins, in another way than turns of a user do. */
  readonly begin?: (() => void) | undefined;
  /** Says what the script has returned, in another way than by a message. */
  readonly conclude?: ((text: string | undefined) => void) | undefined;
}
