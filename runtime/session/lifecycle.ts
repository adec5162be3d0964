import type { CloseInfo } from '../rpc/transport.js';
import type { RuntimeMetadata } from './runtime-metadata.js';

/** A thread that a new runtime could not take up again. */
export interface LostThread {
  /** Id of the thread. */
  readonly threadId: string;
  /** Why it could not be resumed. */
  readonly error: Error;
}

/** What becomes of the runtime of a client that restarts it. */
export type LifecycleEvent =
  | {
      /** The runtime has ended, and is started again after a pause. */
      readonly type: 'restarting';
      /** How the runtime ended. */
      readonly cause: CloseInfo;
      /** Which try this is, 1 for the first. */
      readonly attempt: number;
      /** The pause before it, in milliseconds. */
      readonly delayMs: number;
    }
  | {
      /** A new runtime is there, and the threads in use have been resumed. */
      readonly type: 'restarted';
      /** What the new runtime said of itself. */
      readonly metadata: RuntimeMetadata;
      /** Ids of the threads that go on. */
      readonly resumed: readonly string[];
      /** The threads that do not: they reject further turns with `ThreadLostError`. */
      readonly lost: readonly LostThread[];
    };
