import type { AccountLoginCompletedNotification } from '../../generated/types.js';
import { type Deferred, deferred } from '../util/deferred.js';

/** Marks the time between sending a login request and learning the login's id. */
export interface LoginWindow {
  readonly early: AccountLoginCompletedNotification[];
}

/** Who waits for the completion of which login. A completion may overtake the answer that names it. */
export class LoginRegistry {
  readonly #pending = new Map<string, Deferred<AccountLoginCompletedNotification>>();
  readonly #windows = new Set<LoginWindow>();

  /** Call it before the request is sent; then `claim` or `abandon` it. */
  open(): LoginWindow {
    const window: LoginWindow = { early: [] };
    this.#windows.add(window);
    return window;
  }

  /** The request was answered with this id. The promise settles with its completion. */
  claim(window: LoginWindow, loginId: string): Promise<AccountLoginCompletedNotification> {
    this.abandon(window);
    const completion = deferred<AccountLoginCompletedNotification>();
    const early = window.early.find((notification) => notification.loginId === loginId);
    if (early) completion.resolve(early);
    else this.#pending.set(loginId, completion);
    return completion.promise;
  }

  /** The request came to nothing. */
  abandon(window: LoginWindow): void {
    this.#windows.delete(window);
  }

  completed(notification: AccountLoginCompletedNotification): void {
    const { loginId } = notification;
    if (typeof loginId !== 'string') return;
    const completion = this.#pending.get(loginId);
    this.#pending.delete(loginId);
    if (completion) completion.resolve(notification);
    else for (const window of this.#windows) window.early.push(notification);
  }

  /** Nobody will hear of a completion any more. */
  fail(error: Error): void {
    for (const completion of this.#pending.values()) completion.reject(error);
    this.#pending.clear();
  }
}
