import type {
  CloseInfo as RootCloseInfo,
  LifecycleEvent as RootLifecycleEvent,
  RuntimeMetadata as RootRuntimeMetadata,
} from '../index.js';
import { respelledError } from './errors.js';

/** What the runtime says of itself. */
export interface RuntimeMetadata {
  /** The runtime's version, such as `0.169.0`; an empty string if it does not say. */
  readonly server_version: string;
  /** The `User-Agent` that the runtime presents to model providers. */
  readonly user_agent: string;
  /** The folder where the runtime keeps its configuration and threads. */
  readonly codex_home: string;
  /** Such as `unix` or `windows`. */
  readonly platform_family: string;
  /** Such as `linux`, `macos` or `windows`. */
  readonly platform_os: string;
}

export function runtimeMetadata(metadata: RootRuntimeMetadata): RuntimeMetadata {
  return {
    server_version: metadata.serverVersion,
    user_agent: metadata.userAgent,
    codex_home: metadata.codexHome,
    platform_family: metadata.platformFamily,
    platform_os: metadata.platformOs,
  };
}

/** How a connection ended. The first cause wins: what follows from it does not replace it. */
export interface CloseInfo {
  /** What ended the connection: `'closed'` by this client, `'exited'`, `'disconnected'`, `'failed'`. */
  readonly reason: 'closed' | 'exited' | 'disconnected' | 'failed';
  /** Exit code of the runtime process, when there was one and it exited by itself. */
  readonly exit_code: number | null;
  /** The signal that ended the runtime process, when there was one. */
  readonly signal: string | null;
  /** The newest output of the runtime's standard error, at most 64 KB; empty without a process. */
  readonly stderr: string;
  /** The error behind a `'failed'` connection. */
  readonly error?: Error;
}

export function closeInfo(info: RootCloseInfo): CloseInfo {
  const { reason, exitCode, signal, stderr, error } = info;
  const ended = { reason, exit_code: exitCode, signal, stderr };
  return error === undefined ? ended : { ...ended, error: respelledError(error) };
}

/** A thread that a new runtime could not take up again. */
export interface LostThread {
  /** Id of the thread. */
  readonly thread_id: string;
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
      readonly delay_ms: number;
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

export function lifecycleEvent(event: RootLifecycleEvent): LifecycleEvent {
  if (event.type === 'restarting') {
    const { type, cause, attempt, delayMs } = event;
    return { type, cause: closeInfo(cause), attempt, delay_ms: delayMs };
  }
  const { type, metadata, resumed, lost } = event;
  return {
    type,
    metadata: runtimeMetadata(metadata),
    resumed,
    lost: lost.map(({ threadId, error }) => ({
      thread_id: threadId,
      error: respelledError(error),
    })),
  };
}
