import { notificationFromWire } from '../../generated/snake_case/mappers.js';
import type {
  NotificationMethod,
  ServerNotification,
} from '../../generated/snake_case/protocol.js';
import type {
  NotificationStreamOptions as RootNotificationStreamOptions,
  ServerNotification as RootServerNotification,
} from '../index.js';
import { respelledError } from './errors.js';
import { notificationStreamNames } from './facade-names.js';
import { checkNames } from './known-keys.js';
import { rootNamed } from './names.js';

/** Which notifications a stream gets. */
export interface NotificationStreamOptions {
  /** Only these methods. Default: all, unknown ones included. */
  readonly methods?: readonly (NotificationMethod | (string & {}))[] | undefined;
  /** Only those of this thread. */
  readonly thread_id?: string | undefined;
  /** Aborting it ends the stream with `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Unread notifications after which the stream fails with `SubscriberOverflowError`; `Infinity` for no limit.
   * Default 65,536.
   */
  readonly max_queued?: number | undefined;
}

/** The options as the root takes them. */
export function rootNotificationStreamOptions(
  options: NotificationStreamOptions,
): RootNotificationStreamOptions {
  checkNames('notifications', options, notificationStreamNames);
  return rootNamed(notificationStreamNames, options);
}

export function notification(root: RootServerNotification): ServerNotification {
  return notificationFromWire(root) as ServerNotification;
}

/** A stream of the root in this spelling. Each event is respelled when it is read. */
export class NotificationStream implements AsyncIterableIterator<ServerNotification, undefined> {
  readonly #root: AsyncIterator<RootServerNotification, undefined>;

  constructor(root: AsyncIterator<RootServerNotification, undefined>) {
    this.#root = root;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ServerNotification, undefined>> {
    return this.#root.next().then(result, failure);
  }

  async return(): Promise<IteratorResult<ServerNotification, undefined>> {
    await this.#root.return?.();
    return { done: true, value: undefined };
  }
}

function result(
  root: IteratorResult<RootServerNotification, undefined>,
): IteratorResult<ServerNotification, undefined> {
  return root.done ? root : { done: false, value: notification(root.value) };
}

function failure(error: unknown): never {
  throw respelledError(error);
}
