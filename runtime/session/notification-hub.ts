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
  /** Unread notifications after which the stream fails with `SubscriberOverflowError`. Default 65,536. */
  readonly maxQueued?: number | undefined;
}

/** Hands every notification to those who asked for it, in order, whatever thread it is of. */
export class NotificationHub {
  readonly #byMethod = new Map<string, Listeners<ServerNotification>>();
  readonly #all: Listeners<ServerNotification>;
  readonly #onListenerError: (error: unknown, method: string) => void;
  readonly #streams = new Set<EventLog<ServerNotification>>();

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
    const { threadId, signal, maxQueued = defaultMaxQueued } = options;
    const methods = options.methods && new Set<string>(options.methods);
    const log = new EventLog<ServerNotification>();
    this.#streams.add(log);
    return log.read({
      accept: (notification) =>
        (methods?.has(notification.method) ?? true) &&
        (threadId === undefined ||
          threadIdOf(notification.method, notification.params) === threadId),
      maxQueued,
      signal,
      onDetach: () => {
        this.#streams.delete(log);
      },
    });
  }

  publish(notification: ServerNotification): void {
    this.#byMethod.get(notification.method)?.call(notification);
    this.#all.call(notification);
    for (const log of this.#streams) log.push(notification);
  }

  /** Ends every stream. */
  close(error?: Error): void {
    for (const log of this.#streams) log.finish(error);
    this.#streams.clear();
  }
}
