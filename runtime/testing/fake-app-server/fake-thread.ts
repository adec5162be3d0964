import type { ThreadStatus, Turn } from '../../../generated/types.js';
import type { FakeTurn } from './fake-turn.js';
import type { ThreadSettings } from './thread-settings.js';

/**
 * A thread of a fake server, as a test sees it.
 *
 * @example
 * const { id } = fake.addThread({ turns: [{ input: 'Hi', reply: 'Hello!' }] });
 * await program(id);
 * assert.equal(fake.thread(id)?.turns.length, 2);
 */
export interface FakeThread {
  /** The thread's id on the wire. */
  readonly id: string;
  /** The name that a client, or the test, has given it; null without one. */
  readonly name: string | null;
  /** Whether it is archived. */
  readonly archived: boolean;
  /** Whether nothing of it is kept. */
  readonly ephemeral: boolean;
  /** Whether a client has it open: turns run in threads that are. */
  readonly loaded: boolean;
  /** What it works with: model, sandbox and so on, as the client has set it. */
  readonly settings: ThreadSettings;
  /** What was last told of it with `thread/status/changed`. */
  readonly status: ThreadStatus;
  /** The turns so far, with their items, oldest first. */
  readonly turns: readonly Turn[];
  /** The turn that runs; undefined if none does. */
  readonly activeTurn: FakeTurn | undefined;
}
