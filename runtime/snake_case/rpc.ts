import type { RequestMethod } from '../../generated/protocol.js';
import { Api, type RequestArguments } from '../../generated/snake_case/api.js';
import type {
  NotificationMethod,
  RequestMap,
  ServerNotification,
} from '../../generated/snake_case/protocol.js';
import { checkFunction } from '../options/shapes.js';
import type { CallOptions } from './call-options.js';
import { spoken, spokenNow } from './errors.js';
import { callNames } from './facade-names.js';
import { checkOptions, rejectWireNames } from './known-keys.js';

/** The generated client, with the names and the errors of this voice. */
export class Rpc extends Api {
  /** Sends a request by its name on the wire. */
  override async request<M extends RequestMethod>(
    method: M,
    ...args: RequestArguments<M>
  ): Promise<RequestMap[M]['result']> {
    rejectWireNames(method, args[0]);
    return super.request(method, ...args);
  }

  /** Sends a request that is newer than the schema, and respells nothing. */
  override request_untyped(
    method: string,
    params?: unknown,
    options: CallOptions = {},
  ): Promise<unknown> {
    return spoken(() => {
      checkOptions(options, { method: method as RequestMethod, facade: callNames });
      return super.request_untyped(method, params, options);
    });
  }

  /** Hears the notifications of one method, until disposed of. */
  override on<M extends NotificationMethod>(
    method: M,
    listener: (notification: Extract<ServerNotification, { method: M }>) => void,
  ): Disposable {
    return spokenNow(() => {
      checkFunction('A listener', listener);
      return super.on(method, listener);
    });
  }
}
