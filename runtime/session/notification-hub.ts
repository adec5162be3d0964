import type { NotificationMethod, ServerNotification } from '../../generated/protocol.js';
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

type Listener = (notification: ServerNotification) => void;

/** Hands every notification to those who asked for it, in order, whatever thread it is of. */
export class NotificationHub {
  readonly #byMethod = new Map<string, Set<Listener>>();
  readonly #all = new Set<Listener>();
  readonly #onListenerError: (error: unknown, method: string) => void;
  readonly #streams = new Set<EventLog<ServerNotification>>();

  constructor(onListenerError: (error: unknown, method: string) => void) {
    this.#onListenerError = onListenerError;
  }

  /** Calls `listener` for each notification of the method, or for every one with `'*'`. */
  on(method: string, listener: Listener): Disposable {
    // The same function may be registered twice; each registration is its own.
    const registered: Listener = (notification) => {
      listener(notification);
    };
    const listeners = method === '*' ? this.#all : this.#listeners(method);
    listeners.add(registered);
    return {
      [Symbol.dispose]: () => {
        listeners.delete(registered);
        if (listeners.size === 0 && this.#byMethod.get(method) === listeners) {
          this.#byMethod.delete(method);
        }
      },
    };
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
    const listeners = this.#byMethod.get(notification.method);
    if (listeners) this.#call(listeners, notification);
    if (this.#all.size > 0) this.#call(this.#all, notification);
    for (const log of this.#streams) log.push(notification);
  }

  /** Ends every stream. */
  close(error?: Error): void {
    for (const log of this.#streams) log.finish(error);
    this.#streams.clear();
  }

  #listeners(method: string): Set<Listener> {
    let listeners = this.#byMethod.get(method);
    if (!listeners) {
      listeners = new Set();
      this.#byMethod.set(method, listeners);
    }
    return listeners;
  }

  #call(listeners: ReadonlySet<Listener>, notification: ServerNotification): void {
    for (const listener of listeners) {
      try {
        listener(notification);
      } catch (error) {
        this.#onListenerError(error, notification.method);
      }
    }
  }
}
