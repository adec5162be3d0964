import type { NotificationMethod, ServerNotification } from '../../generated/protocol.js';
import { Listeners } from '../util/listeners.js';
import { defaultMaxQueued, EventLog } from './event-log.js';
import type { LogReader } from './log-reader.js';
import { threadIdOf } from './route.js';

/** Which notifications a stream gets. */
export interface NotificationStreamOptions {
  /** Only these methods. Default: all, unknown ones included. */
  readonly methods?: readonly (NotificationMethod | (string & {}))[] | undefined;
  /** Only those of this thread. */
  readonly threadId?: string | undefined;
  /** Aborting it ends the stream with `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Unread notifications after which the stream fails with `SubscriberOverflowError`; `Infinity` for no limit.
   * Default 65,536.
   */
  readonly maxQueued?: number | undefined;
}

interface Stream {
  readonly log: EventLog<ServerNotification>;
  readonly methods: ReadonlySet<string> | undefined;
  readonly threadId: string | undefined;
}

/** Hands every notification to those who asked for it, in order, whatever thread it is of. */
export class NotificationHub {
  readonly #byMethod = new Map<string, Listeners<ServerNotification>>();
  readonly #all: Listeners<ServerNotification>;
  readonly #onListenerError: (error: unknown, method: string) => void;
  readonly #streams = new Set<Stream>();
  /** Set when no notification follows; the error says why, if that is not the client's own doing. */
  #closed: { readonly error: Error | undefined } | undefined;

  constructor(onListenerError: (error: unknown, method: string) => void) {
    this.#onListenerError = onListenerError;
    this.#all = new Listeners((error) => {
      onListenerError(error, '*');
    });
  }

  /** Calls `listener` for each notification of the method, or for every one with `'*'`. */
  on(method: string, listener: (notification: ServerNotification) => void): Disposable {
    if (method === '*') return this.#all.add(listener);
    let listeners = this.#byMethod.get(method);
    if (!listeners) {
      listeners = new Listeners((error) => {
        this.#onListenerError(error, method);
      });
      this.#byMethod.set(method, listeners);
    }
    return listeners.add(listener);
  }

  stream(options: NotificationStreamOptions = {}): LogReader<ServerNotification> {
    const { methods, threadId, signal, maxQueued } = options;
    const stream: Stream = {
      log: new EventLog(),
      methods: methods && new Set<string>(methods),
      threadId,
    };
    this.#streams.add(stream);
    const reader = stream.log.read({
      maxQueued: maxQueued ?? defaultMaxQueued,
      signal,
      onDetach: () => {
        this.#streams.delete(stream);
      },
    });
    if (this.#closed) stream.log.finish(this.#closed.error);
    return reader;
  }

  publish(notification: ServerNotification): void {
    this.#byMethod.get(notification.method)?.call(notification);
    this.#all.call(notification);
    for (const stream of this.#streams) {
      if (isWanted(stream, notification)) stream.log.push(notification);
    }
  }

  /** Ends every stream, and those to come. */
  close(error?: Error): void {
    this.#closed = { error };
    for (const { log } of this.#streams) log.finish(error);
    this.#streams.clear();
  }
}

function isWanted({ methods, threadId }: Stream, { method, params }: ServerNotification): boolean {
  return (
    (methods?.has(method) ?? true) &&
    (threadId === undefined || threadIdOf(method, params) === threadId)
  );
}
