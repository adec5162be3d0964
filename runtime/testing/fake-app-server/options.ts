import type { MethodHandlers } from './methods.js';
import type { TurnDraft } from './stored-turn.js';
import type { TurnScripts } from './turn-script.js';

/** How a fake server behaves. All is optional. */
export interface FakeAppServerOptions {
  /** What happens in turns. By default the agent says `Done.` in each. */
  readonly turns?: TurnScripts | undefined;
  /** Answers in place of the server's own, by method; see `handle`. */
  readonly methods?: MethodHandlers | undefined;
  /**
   * How long `nextRequest`, `nextTurn` and `nextSteer` wait, in milliseconds. Default 4,000, so that
   * they tell what was missing before a test runner's own limit ends the test.
   */
  readonly timeoutMs?: number | undefined;
  /** Whether `close` rejects when something went wrong (`faults`). Default true. */
  readonly throwOnClose?: boolean | undefined;
}

/** A thread that is there before any client. */
export interface ThreadDraft {
  /** A UUID; made by the server by default. */
  readonly id?: string | undefined;
  /** Its name. Default: none. */
  readonly name?: string | undefined;
  /** Whether it is archived. Default false. */
  readonly archived?: boolean | undefined;
  /** Default `/workspace`. */
  readonly cwd?: string | undefined;
  /** Default `fake-model`. */
  readonly model?: string | undefined;
  /**
   * The thread whose agent has begun this one as a sub-agent: the clients that have that one open are
   * told, and get what happens in this one. It is in no list but by `parentThreadId`, or by its kind
   * (`sourceKinds`). Default: none.
   */
  readonly parentThreadId?: string | undefined;
  /** Its history. A thread without a turn is in no list. */
  readonly turns?: readonly TurnDraft[] | undefined;
}

/** How a runtime ends that nobody has asked to. */
export interface CrashOptions {
  /** Default 1, or null if a signal is given. */
  readonly exitCode?: number | null | undefined;
  /** Such as `SIGKILL`. */
  readonly signal?: string | undefined;
  /** The last that it wrote to its standard error. */
  readonly stderr?: string | undefined;
}
