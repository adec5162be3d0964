import type { ServerNotification } from '../../generated/protocol.js';
import { checkNamesAndSignal, type Names } from '../options/known-keys.js';
import { checkTurnStream } from '../options/stream-values.js';
import { defaultMaxQueued } from '../session/event-log.js';
import type { ReaderOptions } from '../session/log-cursor.js';

/** Options of a stream of a turn's events. */
export interface TurnStreamOptions {
  /**
   * Whether the events of sub-agents that work for the turn are in the stream as well, and those of
   * their sub-agents, in order of arrival: tell them by their `threadId`. Default false.
   */
  readonly includeChildren?: boolean | undefined;
  /**
   * Unread events after which the stream fails with `SubscriberOverflowError`; `Infinity` for no limit.
   * Default 65,536.
   */
  readonly maxQueued?: number | undefined;
  /** Aborting it ends the stream with `AbortError`; the turn goes on. */
  readonly signal?: AbortSignal | undefined;
}

const streamNames: Names<TurnStreamOptions> = {
  includeChildren: true,
  maxQueued: true,
  signal: true,
};

/** How a log is read for a stream of a thread's events, which may have those of sub-agents among them. */
export function readerOptions(
  threadId: string,
  options: TurnStreamOptions,
): ReaderOptions<ServerNotification> {
  checkNamesAndSignal('stream', options, streamNames);
  checkTurnStream(options);
  const { includeChildren, maxQueued, signal } = options;
  return {
    maxQueued: maxQueued ?? defaultMaxQueued,
    signal,
    accept: includeChildren ? undefined : (notification) => isOf(threadId, notification),
  };
}

function isOf(threadId: string, { params }: ServerNotification): boolean {
  return (params as { readonly threadId?: string } | undefined)?.threadId === threadId;
}
