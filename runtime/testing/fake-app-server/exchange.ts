import type { RequestMap, RequestMethod } from '../../../generated/protocol.js';
import type { Peer } from './peer.js';

/** A request that the server answers by itself. */
export interface Exchange {
  readonly peer: Peer;
  /** Does something when the answer is out, before anything else is received. */
  readonly after: (action: () => void) => void;
}

/** What a server answers by itself. It answers at once, so that messages stay in order. */
export type Defaults = {
  readonly [M in RequestMethod]?: (
    params: RequestMap[M]['params'],
    exchange: Exchange,
  ) => RequestMap[M]['result'];
};
