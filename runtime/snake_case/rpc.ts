import type { RequestMethod } from '../../generated/protocol.js';
import { Api } from '../../generated/snake_case/api.js';
import type { CallOptions } from './call-options.js';
import { spoken } from './errors.js';
import { callNames } from './facade-names.js';
import { checkOptions } from './known-keys.js';

/** The generated client, with the errors of this voice. */
export class Rpc extends Api {
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
}
