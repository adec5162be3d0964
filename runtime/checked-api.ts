import { Api } from '../generated/api.js';
import type { NotificationMethod, ServerNotification } from '../generated/protocol.js';
import { checkFunction } from './util/check-function.js';

/** The generated client, which takes no listener that could not be called. */
export class CheckedApi extends Api {
  override on<M extends NotificationMethod>(
    method: M,
    listener: (notification: Extract<ServerNotification, { method: M }>) => void,
  ): Disposable {
    checkFunction('A listener', listener);
    return super.on(method, listener);
  }
}
